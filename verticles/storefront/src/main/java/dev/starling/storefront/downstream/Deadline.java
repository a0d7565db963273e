package dev.starling.storefront.downstream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The moment by which a request must be answered. All work on the request takes its time from here,
 * so that however many steps there are they cannot take longer together.
 *
 * @param nanos of {@link System#nanoTime()}
 */
public record Deadline(long nanos) {
  /** So much from now. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Milliseconds that are left; none or fewer when it has passed. */
  public long leftMillis() {
    return TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
  }
}
