package dev.starling.systemtests.clients;

import dev.starling.testing.Interrupted;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Wakes whoever waits for a condition each time that something happened which may make it true. */
public final class Events {
  private long happened;

  /** Something happened. From any thread, never blocks for long. */
  public synchronized void happened() {
    happened++;
    notifyAll();
  }

  /**
   * Returns as soon as the condition holds.
   *
   * @param state what to report if it does not hold in time
   */
  public void await(Duration atMost, BooleanSupplier condition, Supplier<String> state) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      long before = count();
      if (condition.getAsBoolean()) {
        return;
      }
      if (System.nanoTime() >= deadline) {
        throw new AssertionError("not within " + atMost + ": " + state.get());
      }
      awaitNext(before, deadline);
    }
  }

  private synchronized long count() {
    return happened;
  }

  private synchronized void awaitNext(long before, long deadline) {
    try {
      for (long left = deadline - System.nanoTime();
          happened == before && left > 0;
          left = deadline - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      throw Interrupted.whileWaiting(e);
    }
  }
}
