package dev.starling.systemtests.running;

/** A test that is told to stop (its time is over) fails at once. */
public final class Interrupted {
  private Interrupted() {}

  /** What to throw in place of an {@code InterruptedException}. */
  public static IllegalStateException whileWaiting(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting", cause);
  }
}
