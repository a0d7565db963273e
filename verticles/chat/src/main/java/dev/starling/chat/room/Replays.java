package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.fanout.Batch;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.replication.Loop;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * Pages that clients who are behind read from the store. Only so many are under way in the whole
 * process, whoever asks; others wait their turn, so that many who come back far behind cost a known
 * amount of memory. Belongs to the rooms' event loop.
 */
final class Replays {
  private static final int MOST_UNDER_WAY = 32;

  private final RoomStore store;
  private final String room;
  private final Loop loop;
  private final Function<List<Event>, Batch> encoder;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int underWay;

  Replays(RoomStore store, String room, Loop loop, Function<List<Event>, Batch> encoder) {
    this.store = store;
    this.room = room;
    this.loop = loop;
    this.encoder = encoder;
  }

  /** Reads a page, when it is its turn; completes on the rooms' event loop. */
  Future<Page> page(long after, int limit) {
    Promise<Page> promise = Promise.promise();
    waiting.add(
        () ->
            store
                .read(room, after, limit)
                .onComplete(
                    page -> loop.post(() -> finish(() -> promise.complete(page))),
                    failure -> loop.post(() -> finish(() -> promise.fail(failure)))));
    pump();
    return promise.future();
  }

  /** Reads a part of the transcript for a client that asks over HTTP. */
  Future<RoomVerticle.Excerpt> read(long after, int limit) {
    return page(after, limit)
        .map(
            page -> {
              List<EncodedEvent> events =
                  page.events().isEmpty() ? List.of() : encoder.apply(page.events()).events();
              return new RoomVerticle.Excerpt(page.tail().epoch(), events, page.tail().seq());
            });
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
    while (underWay < MOST_UNDER_WAY && !waiting.isEmpty()) {
      underWay++;
      waiting.remove().run();
    }
  }
}
