package dev.starling.storefront.downstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Metrics of the calls to one service. Thread-safe: Micrometer's meters are. */
final class CallMetrics {
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofMillis(1_000)
  };

  private final Map<CallOutcome, Timer> calls = new EnumMap<>(CallOutcome.class);
  private final Counter retries;

  /** Creates the meters, or finds those that another event loop made. */
  CallMetrics(MeterRegistry registry, String downstream) {
    for (CallOutcome outcome : CallOutcome.values()) {
      calls.put(
          outcome,
          Timer.builder("starling.downstream.calls")
              .description("Calls with all their tries, by how they ended")
              .tag("downstream", downstream)
              .tag("outcome", outcome.label())
              .serviceLevelObjectives(BOUNDS)
              .register(registry));
    }
    retries =
        Counter.builder("starling.downstream.retries")
            .description("Tries after the first")
            .tag("downstream", downstream)
            .register(registry);
  }

  void ended(CallOutcome outcome, long nanos) {
    calls.get(outcome).record(nanos, TimeUnit.NANOSECONDS);
  }

  void retried() {
    retries.increment();
  }
}
