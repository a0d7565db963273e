package dev.starling.terminal.load.run;

/** Nothing could be asked; the message says why. */
public final class LoadFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean brokenOff;

  private LoadFailedException(String message, boolean brokenOff) {
    super(message, null, false, false);
    this.brokenOff = brokenOff;
  }

  LoadFailedException(String message) {
    this(message, false);
  }

  /** It was ended before it began. */
  static LoadFailedException tooEarly() {
    return new LoadFailedException("broken off before all were connected", true);
  }

  /** Whether that was wanted. */
  public boolean brokenOff() {
    return brokenOff;
  }
}
