package dev.starling.terminal.load.run;

import dev.starling.terminal.load.plan.LoadPlan;
import java.util.concurrent.TimeUnit;

/**
 * When a caller's requests are due. At a rate, each connection has times of its own, evenly between
 * those of the others, that do not depend on when answers come: what is late is still due when it
 * was. Otherwise a request is due when the one before is done.
 */
final class ArrivalSchedule {
  private final double nanosBetween;
  private final int connections;

  private ArrivalSchedule(double nanosBetween, int connections) {
    this.nanosBetween = nanosBetween;
    this.connections = connections;
  }

  static ArrivalSchedule of(LoadPlan plan) {
    double nanos =
        plan.rate().isPresent() ? TimeUnit.SECONDS.toNanos(1) / plan.rate().getAsDouble() : 0;
    return new ArrivalSchedule(nanos, plan.connections());
  }

  /** Whether there is a rate. */
  boolean isFixed() {
    return nanosBetween > 0;
  }

  /**
   * When a request is due, with a rate.
   *
   * @param caller from 0
   * @param index from 0, of the requests of this caller
   */
  long due(Clock clock, int caller, long index) {
    return clock.begin() + (long) ((caller + (double) index * connections) * nanosBetween);
  }

  /** How many requests of a caller are due before the end, from this one on, and count. */
  long countBefore(Clock clock, int caller, long index) {
    double spacing = nanosBetween * connections;
    double offset = caller * nanosBetween;
    long first = firstFrom(clock.counting() - clock.begin(), offset, spacing);
    long last = firstFrom(clock.end() - clock.begin(), offset, spacing);
    return Math.max(0, last - Math.max(first, index));
  }

  private static long firstFrom(long time, double offset, double spacing) {
    return Math.max(0, (long) Math.ceil((time - offset) / spacing));
  }
}
