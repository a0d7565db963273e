package dev.starling.terminal.load.wire;

/** A connection came about and could not be used. */
final class NotWelcome extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  NotWelcome(Failure failure) {
    super(failure.detail(), null, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
