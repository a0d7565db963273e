package dev.starling.core.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Arrays;

/**
 * Timers with a distribution that adds up over instances, for percentiles of a whole service. The
 * bounds are few, because each is a series of its own: from an answer out of memory to one that
 * nobody waits for any more.
 */
public final class Latency {
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private Latency() {}

  /** Gives a timer that others register the same bounds. */
  static MeterFilter boundsOf(String name) {
    double[] nanos = Arrays.stream(BOUNDS).mapToDouble(Duration::toNanos).toArray();
    DistributionStatisticConfig bounds =
        DistributionStatisticConfig.builder().serviceLevelObjectives(nanos).build();
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().equals(name) ? bounds.merge(config) : config;
      }
    };
  }

  /** A timer that has no labels yet. */
  public static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BOUNDS);
  }
}
