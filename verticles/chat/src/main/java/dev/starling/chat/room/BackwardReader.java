package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomStore;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the newest events before a place, which a store reads forwards only, and in pages that may
 * have fewer events than asked for. Belongs to the rooms' event loop.
 */
final class BackwardReader {
  private final RoomStore store;
  private final String room;
  private final Function<Event, EncodedEvent> encoder;

  BackwardReader(RoomStore store, String room, Function<Event, EncodedEvent> encoder) {
    this.store = store;
    this.room = room;
    this.encoder = encoder;
  }

  /**
   * Reads events, the oldest first.
   *
   * @param before number of the event that follows them; beyond the end for the newest there are
   * @param limit 1 to {@link RoomStore#MOST_EVENTS}
   * @param mostBytes of the events, unless the last one alone has more
   */
  Future<RoomVerticle.Excerpt> read(long before, int limit, long mostBytes) {
    long after = Math.max(0, before - 1 - limit);
    return store
        .read(room, after, limit)
        .compose(
            page ->
                page.tail().seq() < before - 1
                    ? read(page.tail().seq() + 1, limit, mostBytes)
                    : collect(page, before, new Collected(new ArrayDeque<>(), 0), mostBytes));
  }

  /** Events that were found, as many of the last ones as may be. */
  private record Collected(Deque<EncodedEvent> events, long bytes) {
    Collected with(EncodedEvent event, long mostBytes) {
      long more = bytes + event.length();
      events.addLast(event);
      while (more > mostBytes && events.size() > 1) {
        more -= events.removeFirst().length();
      }
      return new Collected(events, more);
    }
  }

  private Future<RoomVerticle.Excerpt> collect(
      Page page, long before, Collected found, long mostBytes) {
    Collected all = found;
    long last = before - 1;
    for (Event event : page.events()) {
      last = event.seq();
      if (last < before) {
        all = all.with(encoder.apply(event), mostBytes);
      }
    }
    Collected collected = all;
    long from = last;
    return page.events().isEmpty() || last >= before - 1
        ? Future.succeededFuture(
            new RoomVerticle.Excerpt(
                page.tail().epoch(), List.copyOf(collected.events()), page.tail().seq()))
        : store
            .read(room, from, (int) Math.min(RoomStore.MOST_EVENTS, before - 1 - from))
            .compose(next -> collect(next, before, collected, mostBytes));
  }
}
