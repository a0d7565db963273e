package dev.starling.chat.store;

/** A step of a room failed, or its answer did not come in time. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether the step happened. */
  public enum Outcome {
    /** It did not happen and will not. Asking again later may succeed. */
    NOT_APPLIED,
    /** It may have happened, or may still. Asking again, with the same keys, is safe. */
    UNKNOWN,
    /** It did not happen, and asking the same again will fail again. */
    INVALID
  }

  private final Outcome outcome;

  /**
   * Creates it.
   *
   * @param message what failed and where, in one line
   */
  public StoreException(Outcome outcome, String message, Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
  }

  public StoreException(Outcome outcome, String message) {
    this(outcome, message, null);
  }

  public Outcome outcome() {
    return outcome;
  }
}
