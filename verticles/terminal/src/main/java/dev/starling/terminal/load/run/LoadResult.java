package dev.starling.terminal.load.run;

import dev.starling.terminal.load.plan.LoadPlan;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What came of it.
 *
 * @param elapsed from when requests count to the last answer
 * @param brokenOff whether it was ended before its time
 */
public record LoadResult(
    LoadPlan plan, Duration elapsed, boolean brokenOff, Statistics statistics) {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  /** In seconds. */
  public double seconds() {
    return elapsed.toNanos() / NANOS_PER_SECOND;
  }

  /** Answers per second; 0 when no time has passed. */
  public double answersPerSecond() {
    return perSecond(statistics.answers());
  }

  /** Bytes per second; 0 when no time has passed. */
  public double bytesPerSecond() {
    return perSecond(statistics.bytes());
  }

  private double perSecond(long count) {
    return elapsed.isZero() ? 0 : count / seconds();
  }

  /** Whether latencies hold what waiting for a stalled target adds. */
  public boolean corrected() {
    return plan.rate().isPresent();
  }
}
