package dev.starling.chat.room;

import dev.starling.chat.transcript.Event;
import dev.starling.shared.bus.Bus;
import dev.starling.shared.bus.Subscription;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The other chat instances: tells them what was accepted here, and is told by them. Each one has so
 * many bytes under way at most; what is beyond that it is not told and fetches from the log, so
 * that one that stands still costs a known amount of memory. Belongs to the room's event loop.
 */
final class Peers {
  private static final long MOST_BYTES_UNDER_WAY = 1 << 20;
  private static final long ANSWER_MILLIS = 5_000;
  private static final long HANDOVER_MILLIS = 2_000;

  private final Bus bus;
  private final Standing standing;
  private final Mailbox mailbox;
  private final LongAdder untold;
  private final Map<String, Long> underWay = new HashMap<>();

  /**
   * Creates it.
   *
   * @param untold counts batches that a peer was not told of
   */
  Peers(Bus bus, Standing standing, Mailbox mailbox, LongAdder untold) {
    this.bus = bus;
    this.standing = standing;
    this.mailbox = mailbox;
    this.untold = untold;
  }

  /**
   * Begins to listen.
   *
   * @param events takes what other instances accepted
   * @param handover lets go of a user; completes when nothing of that user is under way any more
   */
  Future<Void> listen(
      BiConsumer<String, List<Event>> events,
      Function<PeerMessage.Handover, Future<Void>> handover) {
    bus.carry(PeerMessage.Events.class, PeerMessage.Events.CODEC);
    bus.carry(PeerMessage.Handover.class, PeerMessage.Handover.CODEC);
    Future<Subscription<PeerMessage.Events>> told =
        bus.serve(
            PeerMessage.eventsAddress(standing.self()),
            (PeerMessage.Events message) -> {
              mailbox.post(() -> events.accept(message.epoch(), message.events()));
              return Future.succeededFuture();
            });
    Future<Subscription<PeerMessage.Handover>> asked =
        bus.serve(PeerMessage.handoverAddress(standing.self()), handover);
    return Future.all(told, asked).mapEmpty();
  }

  /** Tells everyone else of events, as far as they keep up. */
  void tell(String epoch, List<Event> events) {
    PeerMessage.Events message = null;
    for (String peer : standing.listed()) {
      if (peer.equals(standing.self())) {
        continue;
      }
      if (message == null) {
        message = PeerMessage.Events.of(epoch, events);
      }
      tell(peer, message);
    }
  }

  /** Asks an instance to let go of a user; done, or not answered in time, it completes. */
  Future<Void> handOver(String instance, PeerMessage.Handover handover) {
    return bus.request(PeerMessage.handoverAddress(instance), handover, HANDOVER_MILLIS)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void tell(String peer, PeerMessage.Events message) {
    long size = message.body().length();
    long now = underWay.getOrDefault(peer, 0L);
    if (now > 0 && now + size > MOST_BYTES_UNDER_WAY) {
      untold.increment();
      return;
    }
    underWay.put(peer, now + size);
    bus.request(PeerMessage.eventsAddress(peer), message, ANSWER_MILLIS)
        .onComplete(
            answer ->
                mailbox.post(
                    () ->
                        underWay.computeIfPresent(
                            peer, (id, bytes) -> bytes > size ? bytes - size : null)));
  }
}
