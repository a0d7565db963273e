package dev.starling.core.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.spi.metrics.PoolMetrics;
import java.util.concurrent.atomic.LongAdder;

/** Metrics of a pool of worker threads or database connections. Thread-safe. */
final class PoolMeters implements PoolMetrics<Object, Object> {
  /** Vert.x hands back what it was given; there is nothing to remember of one use. */
  private static final Object USE = new Object();

  private final LongAdder waiting = new LongAdder();
  private final LongAdder inUse = new LongAdder();

  PoolMeters(MeterRegistry registry, String type, String name) {
    gauge(registry, "queue.pending", "Who waits for one of the pool", waiting, type, name);
    gauge(registry, "in.use", "How many of the pool are in use", inUse, type, name);
  }

  @Override
  public Object enqueue() {
    waiting.increment();
    return USE;
  }

  @Override
  public void dequeue(Object wait) {
    waiting.decrement();
  }

  @Override
  public Object begin() {
    inUse.increment();
    return USE;
  }

  @Override
  public void end(Object use) {
    inUse.decrement();
  }

  private static void gauge(
      MeterRegistry registry,
      String meter,
      String description,
      LongAdder value,
      String type,
      String name) {
    Gauge.builder("vertx.pool." + meter, value, LongAdder::sum)
        .description(description)
        .tag("pool_type", type)
        .tag("pool_name", name)
        .register(registry);
  }
}
