package dev.starling.shared.management;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted of one kind of connection of one service. Thread-safe: adders and Micrometer's
 * counters are.
 */
public final class ConnectionMetrics {
  private final MeterRegistry registry;
  private final Tags tags;
  private final LongAdder open = new LongAdder();
  private final Counter opened;
  private final Counter in;
  private final Counter out;

  /**
   * Creates the meters, or finds those that another instance of the verticle made.
   *
   * @param transport {@code tcp} or {@code websocket}
   */
  public ConnectionMetrics(MeterRegistry registry, String service, String transport) {
    this.registry = registry;
    this.tags = Tags.of("service", service, "transport", transport);
    Gauge.builder("starling.connections", open, LongAdder::sum)
        .description("Connections open now")
        .tags(tags)
        .register(registry);
    opened = counter("starling.connections.opened", "Connections accepted");
    in = counter("starling.messages.in", "Messages (or chunks of a stream) received");
    out = counter("starling.messages.out", "Messages (or chunks of a stream) sent");
  }

  public void opened() {
    open.increment();
    opened.increment();
  }

  /**
   * A connection ended.
   *
   * @param reason one of few fixed words: it becomes a label
   */
  public void closed(String reason) {
    open.decrement();
    Counter.builder("starling.connections.closed")
        .description("Connections ended, by reason")
        .tags(tags)
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  public void messageIn() {
    in.increment();
  }

  public void messageOut() {
    out.increment();
  }

  /** Connections open now. */
  public long open() {
    return open.sum();
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
