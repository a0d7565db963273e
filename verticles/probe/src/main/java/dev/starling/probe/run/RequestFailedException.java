package dev.starling.probe.run;

/** Carries a {@link Failure} to where a request ends. */
final class RequestFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  RequestFailedException(Failure.Kind kind, String text) {
    super(text, null, false, false);
    this.failure = new Failure(kind, text);
  }

  Failure failure() {
    return failure;
  }
}
