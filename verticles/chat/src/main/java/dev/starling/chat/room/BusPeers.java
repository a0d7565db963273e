package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Position;
import dev.starling.chat.replication.Loop;
import dev.starling.chat.replication.Peers;
import dev.starling.core.bus.Bus;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The other instances, over the event bus. Each one has so many bytes under way at most; what is
 * beyond that it is not sent and reads from the store, so that one which stands still costs a known
 * amount of memory. Belongs to the rooms' event loop.
 */
final class BusPeers implements Peers {
  private static final long MOST_BYTES_UNDER_WAY = 1 << 20;
  private static final long ANSWER_MILLIS = 5_000;

  private final Bus bus;
  private final String self;
  private final Loop loop;
  private final LongAdder missed;
  private final Map<String, Long> underWay = new HashMap<>();

  /**
   * Creates it.
   *
   * @param missed counts batches that a peer was not sent
   */
  BusPeers(Bus bus, String self, Loop loop, LongAdder missed) {
    this.bus = bus;
    this.self = self;
    this.loop = loop;
    this.missed = missed;
  }

  /** Begins to listen; what comes is handed over on the rooms' event loop. */
  Future<Void> listen(
      Consumer<PeerMessage.Events.Content> events, Consumer<PeerMessage.Moved> moved) {
    bus.registerCodec(PeerMessage.Events.class, PeerMessage.Events.CODEC);
    bus.registerCodec(PeerMessage.Moved.class, PeerMessage.Moved.CODEC);
    return Future.all(
            bus.serve(
                PeerMessage.eventsAddress(self),
                (PeerMessage.Events message) -> {
                  PeerMessage.Events.Content content = message.content();
                  loop.post(() -> events.accept(content));
                  return Future.succeededFuture();
                }),
            bus.serve(
                PeerMessage.movedAddress(self),
                (PeerMessage.Moved message) -> {
                  loop.post(() -> moved.accept(message));
                  return Future.succeededFuture();
                }))
        .mapEmpty();
  }

  @Override
  public void publish(Set<String> readers, String room, Position before, List<Event> events) {
    PeerMessage.Events message = null;
    for (String reader : readers) {
      if (!reader.equals(self)) {
        message = message == null ? PeerMessage.Events.of(room, before, events) : message;
        send(reader, message);
      }
    }
  }

  @Override
  public void moved(String instance, String room, String nameKey, Key connection) {
    // Should it be lost: the next comparison with the store finds the old connection.
    bus.request(
        PeerMessage.movedAddress(instance),
        new PeerMessage.Moved(room, nameKey, connection),
        ANSWER_MILLIS);
  }

  private void send(String peer, PeerMessage.Events message) {
    long size = message.body().length();
    long now = underWay.getOrDefault(peer, 0L);
    if (now > 0 && now + size > MOST_BYTES_UNDER_WAY) {
      missed.increment();
      return;
    }
    underWay.put(peer, now + size);
    bus.request(PeerMessage.eventsAddress(peer), message, ANSWER_MILLIS)
        .onComplete(
            answer ->
                loop.post(
                    () ->
                        underWay.computeIfPresent(
                            peer, (id, bytes) -> bytes > size ? bytes - size : null)));
  }
}
