package dev.starling.terminal.load.wire;

/** A connection came about and could not be used. */
final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  RejectedException(Failure failure) {
    super(failure.detail(), null, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
