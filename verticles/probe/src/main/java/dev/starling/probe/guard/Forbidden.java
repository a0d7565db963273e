package dev.starling.probe.guard;

/** A target that may not be probed. The message says which and why, for the client to read. */
public final class Forbidden extends Exception {
  private static final long serialVersionUID = 1L;

  Forbidden(String message) {
    super(message, null, false, false);
  }
}
