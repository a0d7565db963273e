package dev.starling.testing;

/** Turns the interruption of a waiting test, such as by its timeout, into its failure. */
public final class Interrupted {
  private Interrupted() {}

  /** The exception to throw in place of an {@code InterruptedException}. */
  public static IllegalStateException whileWaiting(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting", cause);
  }
}
