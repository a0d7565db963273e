package dev.starling.core.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.spi.metrics.EventBusMetrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Metrics of the event bus, without addresses as labels. Thread-safe. */
final class EventBusMeters implements EventBusMetrics<Boolean> {
  private final LongAdder handlers = new LongAdder();
  private final Side local;
  private final Side remote;
  private final Counter bytesRead;
  private final Counter bytesWritten;
  private final Map<ReplyFailure, Counter> replyFailures = new EnumMap<>(ReplyFailure.class);

  /** Messages within the process, or to and from others. */
  private static final class Side {
    private final LongAdder pending = new LongAdder();
    private final Counter published;
    private final Counter sent;
    private final Counter received;
    private final Counter delivered;
    private final Counter processed;
    private final Counter discarded;

    private Side(MeterRegistry registry, String name) {
      Gauge.builder("vertx.eventbus.pending", pending, LongAdder::sum)
          .description("Messages that wait for their handler")
          .tag("side", name)
          .register(registry);
      published = counter(registry, name, "published", "Messages published");
      sent = counter(registry, name, "sent", "Messages sent to one");
      received = counter(registry, name, "received", "Messages that arrived");
      delivered = counter(registry, name, "delivered", "Messages that somebody is there for");
      processed = counter(registry, name, "processed", "Messages handed to a handler");
      discarded = counter(registry, name, "discarded", "Messages that nobody took");
    }

    private static Counter counter(
        MeterRegistry registry, String side, String name, String description) {
      return Counter.builder("vertx.eventbus." + name)
          .description(description)
          .tag("side", side)
          .register(registry);
    }
  }

  EventBusMeters(MeterRegistry registry) {
    Gauge.builder("vertx.eventbus.handlers", handlers, LongAdder::sum)
        .description("Handlers registered here")
        .register(registry);
    local = new Side(registry, "local");
    remote = new Side(registry, "remote");
    bytesRead = bytes(registry, "bytes.read", "Bytes of messages from other instances");
    bytesWritten = bytes(registry, "bytes.written", "Bytes of messages to other instances");
    for (ReplyFailure kind : ReplyFailure.values()) {
      replyFailures.put(
          kind,
          Counter.builder("vertx.eventbus.reply.failures")
              .description("Requests that were not replied to, or with a failure")
              .tag("failure", kind.name())
              .register(registry));
    }
  }

  @Override
  public Boolean handlerRegistered(String address) {
    boolean counts = counts(address);
    if (counts) {
      handlers.increment();
    }
    return counts;
  }

  @Override
  public void handlerUnregistered(Boolean counts) {
    if (Boolean.TRUE.equals(counts)) {
      handlers.decrement();
    }
  }

  /** A message may come before the bus knows what its handler was registered as: null. */
  @Override
  public void messageDelivered(Boolean counts, boolean isLocal) {
    if (Boolean.TRUE.equals(counts)) {
      side(isLocal).pending.decrement();
      side(isLocal).processed.increment();
    }
  }

  @Override
  public void discardMessage(Boolean counts, boolean isLocal, Message<?> message) {
    if (Boolean.TRUE.equals(counts)) {
      side(isLocal).pending.decrement();
      side(isLocal).discarded.increment();
    }
  }

  @Override
  public void messageSent(String address, boolean publish, boolean isLocal, boolean isRemote) {
    if (counts(address)) {
      (publish ? side(isLocal).published : side(isLocal).sent).increment();
    }
  }

  @Override
  public void messageReceived(String address, boolean publish, boolean isLocal, int takers) {
    if (counts(address)) {
      side(isLocal).received.increment();
      if (takers > 0) {
        side(isLocal).pending.add(takers);
        side(isLocal).delivered.increment();
      }
    }
  }

  @Override
  public void messageWritten(String address, int bytes) {
    if (counts(address)) {
      bytesWritten.increment(bytes);
    }
  }

  @Override
  public void messageRead(String address, int bytes) {
    if (counts(address)) {
      bytesRead.increment(bytes);
    }
  }

  @Override
  public void replyFailure(String address, ReplyFailure failure) {
    if (counts(address)) {
      replyFailures.get(failure).increment();
    }
  }

  private Side side(boolean isLocal) {
    return isLocal ? local : remote;
  }

  /** Vert.x's own, replies among them, are not counted. */
  private static boolean counts(String address) {
    return !address.startsWith("__vertx.");
  }

  private static Counter bytes(MeterRegistry registry, String name, String description) {
    return Counter.builder("vertx.eventbus." + name).description(description).register(registry);
  }
}
