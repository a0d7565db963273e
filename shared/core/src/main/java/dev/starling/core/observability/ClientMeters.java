package dev.starling.core.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.spi.metrics.ClientMetrics;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Metrics of clients of one kind, such as those of databases. Thread-safe. */
final class ClientMeters implements ClientMetrics<Long, Object, Object> {
  private final LongAdder underWay = new LongAdder();
  private final Timer answers;

  /**
   * Creates the meters.
   *
   * @param kind such as {@code sql}
   */
  ClientMeters(MeterRegistry registry, String kind) {
    String prefix = "vertx." + kind + ".processing.";
    Gauge.builder(prefix + "pending", underWay, LongAdder::sum)
        .description("What was asked for and is not yet answered")
        .register(registry);
    answers =
        Latency.timer(prefix + "time", "From what is asked for to the end of its answer")
            .register(registry);
  }

  @Override
  public Long requestBegin(String uri, Object request) {
    underWay.increment();
    return System.nanoTime();
  }

  @Override
  public void requestReset(Long begunAt) {
    responseEnd(begunAt);
  }

  @Override
  public void responseEnd(Long begunAt) {
    underWay.decrement();
    answers.record(System.nanoTime() - begunAt, TimeUnit.NANOSECONDS);
  }
}
