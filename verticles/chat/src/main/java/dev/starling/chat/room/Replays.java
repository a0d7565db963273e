package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.fanout.Batch;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.fanout.ReplaySource;
import dev.starling.chat.replication.Loop;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Pages that clients who are behind read from the store. In the whole process only so many are
 * under way, and only so many bytes of them wait to be taken by their readers; others wait their
 * turn for a time, so that many who come back far behind cost a known amount of memory. One that
 * takes nothing is closed when others wait for it. Those who ask over HTTP wait for each other
 * only. Belongs to the rooms' event loop.
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

  private final RoomStore store;
  private final String room;
  private final Loop loop;
  private final Function<Event, EncodedEvent> encoder;
  private final Turns pages;
  private final Turns excerpts;
  private final BackwardReader backward;
  private long held;

  // Read on any thread.
  private volatile boolean wanted;

  Replays(RoomStore store, String room, Loop loop, Function<Event, EncodedEvent> encoder) {
    this.store = store;
    this.room = room;
    this.loop = loop;
    this.encoder = encoder;
    this.pages = new Turns(loop, MOST_UNDER_WAY, MOST_WAIT_MILLIS, () -> held < MOST_HELD);
    this.backward = new BackwardReader(store, room, encoder);
    this.excerpts = new Turns(loop, MOST_UNDER_WAY, MOST_HTTP_WAIT_MILLIS, () -> true);
  }

  /**
   * Reads what follows an event for a subscriber, when it is its turn. Fails with {@link
   * Turns.Overdue} when that does not come.
   */
  Future<ReplaySource.Next> next(long after) {
    Future<ReplaySource.Next> next =
        pages.take(() -> store.read(room, after, Batch.PAGE_EVENTS)).map(this::hold);
    note();
    return next.onComplete(done -> note());
  }

  private ReplaySource.Next hold(Page page) {
    if (page.events().isEmpty()) {
      return new ReplaySource.Next(null, page, null, ReplaySource.Hold.NONE);
    }
    Batch batch = new Batch(encode(page.events(), Batch.PAGE_BYTES));
    held += batch.length();
    return new ReplaySource.Next(null, page, batch, new Held(batch.length()));
  }

  private void release(int length) {
    held -= length;
    pages.next();
    note();
  }

  private void note() {
    wanted = pages.areKeptWaiting();
  }

  private final class Held implements ReplaySource.Hold {
    private final int length;

    Held(int length) {
      this.length = length;
    }

    @Override
    public boolean isWanted() {
      return wanted;
    }

    @Override
    public void release() {
      loop.post(() -> Replays.this.release(length));
    }
  }

  /** Reads a part of the transcript for a client that asks over HTTP. */
  Future<RoomVerticle.Excerpt> read(long after, int limit) {
    return excerpts
        .take(() -> store.read(room, after, limit))
        .map(
            page ->
                new RoomVerticle.Excerpt(
                    page.tail().epoch(), encode(page.events(), EXCERPT_BYTES), page.tail().seq()));
  }

  /** Reads the events before one for a client that asks over HTTP, or for a page of the past. */
  Future<RoomVerticle.Excerpt> before(long before, int limit, long mostBytes) {
    return excerpts.take(() -> backward.read(before, limit, Math.min(EXCERPT_BYTES, mostBytes)));
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
}
