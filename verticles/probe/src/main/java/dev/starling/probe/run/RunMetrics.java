package dev.starling.probe.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Metrics of runs. Thread-safe. */
public final class RunMetrics {
  private final Counter begun;
  private final Counter ended;
  private final Counter answered;
  private final Map<Failure.Kind, Counter> failed = new EnumMap<>(Failure.Kind.class);

  /** Creates the meters, or finds those that another instance of the verticle made. */
  public RunMetrics(MeterRegistry registry) {
    begun = counter(registry, "starling.probe.runs.begun", "Runs that began to send");
    ended = counter(registry, "starling.probe.runs.ended", "Runs that came to a report");
    answered = counter(registry, "starling.probe.requests", "Requests that were answered");
    for (Failure.Kind kind : Failure.Kind.values()) {
      failed.put(
          kind,
          Counter.builder("starling.probe.failures")
              .description("Requests that were not answered, by kind of failure")
              .tag("service", "probe")
              .tag("kind", kind.label())
              .register(registry));
    }
  }

  void begun() {
    begun.increment();
  }

  void ended() {
    ended.increment();
  }

  void answered() {
    answered.increment();
  }

  void failed(Failure.Kind kind) {
    failed.get(kind).increment();
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name)
        .description(description)
        .tag("service", "probe")
        .register(registry);
  }
}
