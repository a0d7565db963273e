package dev.starling.probe.guard;

/** A name that leads nowhere. The message says which, for the client to read. */
public final class UnknownHost extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownHost(String message) {
    super(message, null, false, false);
  }
}
