package dev.starling.core.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted of one kind of connection of one service: one of a process, for all its event
 * loops. Thread-safe: adders and Micrometer's counters are.
 */
public final class ConnectionMetrics {
  /** Why any connection may end. An alert can only see a count rise that was 0 before. */
  private static final List<String> COMMON_REASONS =
      List.of("client", "drain", "idle", "slow", "silent", "violation", "failure");

  private final MeterRegistry registry;
  private final Tags tags;
  private final LongAdder open = new LongAdder();
  private final LongAdder held = new LongAdder();
  private final Map<String, Counter> closed = new ConcurrentHashMap<>();
  private final Counter opened;
  private final Counter in;
  private final Counter out;

  /**
   * Creates the meters.
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
    Gauge.builder("starling.outbox.bytes", held, LongAdder::sum)
        .description("Bytes held for clients that do not read")
        .tags(tags)
        .register(registry);
    COMMON_REASONS.forEach(this::ended);
    opened = counter("starling.connections.opened", "Connections accepted");
    in = counter("starling.messages.in", "Messages (or chunks of a stream) received");
    out = counter("starling.messages.out", "Messages (or chunks of a stream) sent");
  }

  /** A connection was accepted. */
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
    ended(reason).increment();
  }

  /** A message was received. */
  public void messageIn() {
    in.increment();
  }

  /** A message was sent. */
  public void messageOut() {
    out.increment();
  }

  /** Several messages were sent at once. */
  public void messagesOut(int messages) {
    out.increment(messages);
  }

  /** Connections open now. */
  public long open() {
    return open.sum();
  }

  /** Bytes that wait in all outboxes, kept up by each of them. */
  public LongAdder held() {
    return held;
  }

  private Counter ended(String reason) {
    return closed.computeIfAbsent(
        reason,
        first ->
            Counter.builder("starling.connections.closed")
                .description("Connections ended, by reason")
                .tags(tags)
                .tag("reason", reason)
                .register(registry));
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
