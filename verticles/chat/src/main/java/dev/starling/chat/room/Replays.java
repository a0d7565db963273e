package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.fanout.Batch;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.fanout.ReplaySource;
import dev.starling.chat.replication.Loop;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Pages that clients who are behind read from the store. In the whole process only so many are
 * under way, whoever asks, and only so many bytes of them wait to be taken by their readers; others
 * wait their turn for a time, so that many who come back far behind cost a known amount of memory.
 * Belongs to the rooms' event loop.
 */
final class Replays {
  private static final int MOST_UNDER_WAY = 32;

  /** Bytes of pages that their readers have not taken yet. */
  private static final long MOST_HELD = 16 << 20;

  /** Bytes of events that an answer over HTTP has at most, about. */
  private static final long EXCERPT_BYTES = 1 << 20;

  /** As long as a store may be silent before clients are sent elsewhere. */
  static final long MOST_WAIT_MILLIS = 15_000;

  /** Clients of HTTP can ask again. */
  static final long MOST_HTTP_WAIT_MILLIS = 5_000;

  /** A page was not read, since others were for too long. */
  static final class Overdue extends Exception {
    private static final long serialVersionUID = 1L;

    private Overdue() {
      super("too many read the transcript at once", null, false, false);
    }
  }

  private final RoomStore store;
  private final String room;
  private final Loop loop;
  private final Function<Event, EncodedEvent> encoder;
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private int underWay;
  private long held;

  Replays(RoomStore store, String room, Loop loop, Function<Event, EncodedEvent> encoder) {
    this.store = store;
    this.room = room;
    this.loop = loop;
    this.encoder = encoder;
  }

  /**
   * Reads what follows an event for a subscriber, when it is its turn. Fails with {@link Overdue}
   * when that does not come.
   */
  Future<ReplaySource.Next> next(long after) {
    return page(after, Batch.PAGE_EVENTS, MOST_WAIT_MILLIS).map(this::hold);
  }

  private ReplaySource.Next hold(Page page) {
    if (page.events().isEmpty()) {
      return new ReplaySource.Next(null, page, null, () -> {});
    }
    Batch batch = new Batch(encode(page.events(), Batch.PAGE_BYTES));
    held += batch.length();
    return new ReplaySource.Next(null, page, batch, () -> loop.post(() -> release(batch)));
  }

  private void release(Batch batch) {
    held -= batch.length();
    pump();
  }

  private Future<Page> page(long after, int limit, long mostWaitMillis) {
    Promise<Page> promise = Promise.promise();
    Runnable reading =
        () ->
            store
                .read(room, after, limit)
                .onComplete(
                    page -> loop.post(() -> finish(() -> promise.complete(page))),
                    failure -> loop.post(() -> finish(() -> promise.fail(failure))));
    waiting.add(reading);
    pump();
    if (waiting.contains(reading)) {
      loop.later(
          mostWaitMillis,
          () -> {
            if (waiting.remove(reading)) {
              promise.fail(new Overdue());
            }
          });
    }
    return promise.future();
  }

  /** Reads a part of the transcript for a client that asks over HTTP. */
  Future<RoomVerticle.Excerpt> read(long after, int limit) {
    return page(after, limit, MOST_HTTP_WAIT_MILLIS)
        .map(
            page ->
                new RoomVerticle.Excerpt(
                    page.tail().epoch(), encode(page.events(), EXCERPT_BYTES), page.tail().seq()));
  }

  /** Encodes the first events: so many bytes at most, unless a single event has more. */
  private List<EncodedEvent> encode(List<Event> events, long mostBytes) {
    List<EncodedEvent> encoded = new ArrayList<>();
    long bytes = 0;
    for (Event event : events) {
      EncodedEvent next = encoder.apply(event);
      bytes += next.length();
      if (bytes > mostBytes && !encoded.isEmpty()) {
        break;
      }
      encoded.add(next);
    }
    return encoded;
  }

  private void finish(Runnable answer) {
    underWay--;
    try {
      answer.run();
    } finally {
      pump();
    }
  }

  private void pump() {
    while (underWay < MOST_UNDER_WAY && held < MOST_HELD && !waiting.isEmpty()) {
      underWay++;
      Runnable next = waiting.iterator().next();
      waiting.remove(next);
      next.run();
    }
  }
}
