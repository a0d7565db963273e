package dev.starling.testing;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A value that other threads report and a test waits for, woken by each report. Thread-safe; of
 * reports in quick succession a waiting thread may see only the last.
 */
public final class Observed<T> implements Consumer<T> {
  private static final long LIMIT_SECONDS = 60;

  private T latest;

  /** Reports a value; the consumer to be given as a callback. */
  @Override
  public synchronized void accept(T value) {
    latest = value;
    notifyAll();
  }

  /**
   * Returns the latest value once it is as wanted; null is never a value.
   *
   * @throws AssertionError after a minute, with the value that there is instead
   */
  public synchronized T await(Predicate<? super T> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (latest == null || !wanted.test(latest)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("not as wanted within " + LIMIT_SECONDS + " s: " + latest);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException failure) {
        throw Interrupted.whileWaiting(failure);
      }
    }
    return latest;
  }
}
