package dev.starling.chat.room;

import dev.starling.chat.input.Rejection;
import dev.starling.chat.store.RoomStore;
import dev.starling.core.observability.Latency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** Metrics of the room. Thread-safe. */
final class RoomMetrics {
  final LongAdder deliveries = new LongAdder();
  final LongAdder missed = new LongAdder();
  private final Timer acceptance;
  private final Counter epochs;
  private final Map<Rejection.Code, Counter> rejected = new EnumMap<>(Rejection.Code.class);

  // Of the room's event loop.
  private String epoch = "";

  RoomMetrics(MeterRegistry registry, RoomVerticle room) {
    acceptance =
        Latency.timer("starling.chat.acceptance", "From a message's arrival to its acceptance")
            .register(registry);
    FunctionCounter.builder("starling.chat.accepted", acceptance, Timer::count)
        .description("Messages of this instance's users that are in the transcript")
        .register(registry);
    epochs =
        Counter.builder("starling.chat.epoch.changes")
            .description("Times that the transcript began anew while this instance ran")
            .register(registry);
    for (Rejection.Code code : Rejection.Code.values()) {
      rejected.put(
          code,
          Counter.builder("starling.chat.rejected")
              .description("Messages and connects that were refused, by reason")
              .tag("reason", code.text())
              .register(registry));
    }
    FunctionCounter.builder("starling.chat.deliveries", deliveries, LongAdder::sum)
        .description("Events handed to connections of this instance")
        .register(registry);
    FunctionCounter.builder("starling.chat.peer.batches.missed", missed, LongAdder::sum)
        .description("Batches that a slow instance was not sent and has to read from the store")
        .register(registry);
    gauge(registry, room, "users", "Users in the whole cluster", RoomVerticle::online);
    gauge(registry, room, "log.position", "Last event this instance has", RoomVerticle::seq);
  }

  /** Watches the copies that the store's rooms have, where it makes some. */
  void copiesOf(MeterRegistry registry, RoomStore store) {
    if (store.copies().isPresent()) {
      Gauge.builder("starling.chat.copies", store, from -> from.copies().orElse(0))
          .description("Copies of each room on other instances")
          .register(registry);
    }
  }

  /** A message is in the transcript. */
  void accepted(long nanos) {
    acceptance.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The transcript has this epoch; the first one is no news. */
  void epoch(String found) {
    if (!epoch.isEmpty() && !epoch.equals(found)) {
      epochs.increment();
    }
    epoch = found;
  }

  void rejected(Rejection why) {
    rejected.get(why.code()).increment();
  }

  private static void gauge(
      MeterRegistry registry,
      RoomVerticle room,
      String name,
      String description,
      ToDoubleFunction<RoomVerticle> value) {
    Gauge.builder("starling.chat." + name, room, value).description(description).register(registry);
  }
}
