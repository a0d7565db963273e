package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Kind;
import dev.starling.chat.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * The names of a room's members: fetched and sorted, off the event loop, once for each change of
 * them that somebody asks about. Belongs to the rooms' event loop.
 */
final class UserList {
  private final Vertx vertx;
  private final RoomStore store;
  private final String room;

  // Null when it may have changed since.
  private Future<List<String>> names;

  UserList(Vertx vertx, RoomStore store, String room) {
    this.vertx = vertx;
    this.store = store;
    this.room = room;
  }

  /** The names, in alphabetical order. */
  Future<List<String>> names() {
    if (names == null || names.failed()) {
      names =
          store
              .usernames(room)
              .compose(
                  found -> vertx.executeBlocking(() -> found.stream().sorted().toList(), false));
    }
    return names;
  }

  /** Follows events of the transcript. */
  void follow(List<Event> events) {
    if (events.stream().anyMatch(event -> event.kind() != Kind.MESSAGE)) {
      invalidate();
    }
  }

  /** The names may have changed. */
  void invalidate() {
    names = null;
  }
}
