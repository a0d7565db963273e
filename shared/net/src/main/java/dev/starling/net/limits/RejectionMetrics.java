package dev.starling.net.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts refused connections, and logs them: the first at once, then at most one line in ten
 * seconds for each reason. Safe for all event loops.
 */
final class RejectionMetrics {
  private static final Logger log = LoggerFactory.getLogger(ConnectionLimiter.class);
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String service;
  private final LongSupplier clock;
  private final Map<RejectionReason, Tally> tallies = new EnumMap<>(RejectionReason.class);

  RejectionMetrics(String service, MeterRegistry registry, LongSupplier clock) {
    this.service = service;
    this.clock = clock;
    for (RejectionReason reason : RejectionReason.values()) {
      Counter counter =
          Counter.builder("starling.connections.refused")
              .description("Connections that were not taken, by reason")
              .tag("service", service)
              .tag("reason", reason.label())
              .register(registry);
      tallies.put(reason, new Tally(counter));
    }
  }

  void count(RejectionReason reason, InetAddress address) {
    Tally tally = tallies.get(reason);
    tally.counter.increment();
    long silent = tally.add(clock.getAsLong());
    if (silent >= 0) {
      log.warn(
          "{}: refused {}: {}; {} more since the last such line",
          service,
          address.getHostAddress(),
          reason.text(),
          silent);
    }
  }

  /** Refusals of one reason. */
  private static final class Tally {
    private final Counter counter;
    private boolean told;
    private long toldAt;
    private long unlogged;

    Tally(Counter counter) {
      this.counter = counter;
    }

    /** Number of refusals that are not logged yet when a line is due; else negative. */
    synchronized long add(long now) {
      if (told && now - toldAt < SILENCE_NANOS) {
        unlogged++;
        return -1;
      }
      long silent = unlogged;
      told = true;
      toldAt = now;
      unlogged = 0;
      return silent;
    }
  }
}
