package dev.starling.systemtests.running;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How busy this machine is with other things. What is promised within a time is promised on a
 * machine that has the processors for it; on one with several times as much to do it takes several
 * times as long.
 */
public final class Machine {
  /** Runnable processes for each processor that the tests cause by themselves. */
  private static final int OWN_LOAD = 2;

  private static final int MOST = 5;

  private Machine() {}

  /** A promised time, times how often this machine is overloaded now; the same on an idle one. */
  public static Duration allow(Duration promised) {
    return promised.multipliedBy(
        factor(
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            Runtime.getRuntime().availableProcessors()));
  }

  /** The same in milliseconds. */
  public static double allow(double promisedMillis) {
    return allow(Duration.ofMillis((long) promisedMillis)).toMillis();
  }

  /** The load is negative where the system tells none. */
  static int factor(double load, int processors) {
    return (int) Math.max(1, Math.min(MOST, load / processors / OWN_LOAD));
  }
}
