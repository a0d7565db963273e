package dev.starling.chat.store;

import dev.starling.chat.event.Key;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where rooms are kept, once for all instances. A step is atomic and durable as far as the store
 * promises: with its answer the caller may acknowledge it and pass its events on, since no reader
 * will ever see them differ.
 *
 * <p>Every call has a deadline and fails with {@link StoreException}. Thread-safe. Futures complete
 * on any thread; the caller brings the answer to its own.
 */
public interface RoomStore {
  /** Operations that one step takes at most. */
  int MOST_OPERATIONS = 1_000;

  /** Events that one page has at most. */
  int MOST_EVENTS = 1_000;

  /** Makes the store usable. After a failure it may be called again. */
  Future<Void> open();

  /**
   * Applies a step to a room, which is created when it is not there. Also the way to learn the end
   * of the transcript, with no operations: the answer is true of all copies.
   *
   * @param operations at most {@link #MOST_OPERATIONS}
   */
  Future<Applied> apply(String room, List<Operation> operations);

  /**
   * Reads events that all copies have.
   *
   * @param after the last event that the reader has; 0 for none
   * @param limit 1 to {@link #MOST_EVENTS}; a page of long events may have fewer
   */
  Future<Page> read(String room, long after, int limit);

  /** Names of a room's members, in no order. */
  Future<List<String>> usernames(String room);

  /** Connections of this instance that speak for members and are not away, with their name keys. */
  Future<Map<Key, String>> connections(String room);

  /** Why the store cannot be used now; empty when it can. Does not block. */
  Optional<String> unavailable();

  /**
   * Copies that each room has beside its owner's now: so many instances may be lost at once without
   * losing anything. 0 where there is one that serves nobody; empty where that does not depend on
   * instances. Does not block.
   */
  default OptionalInt copies() {
    return OptionalInt.empty();
  }

  /** Lets go of connections. Members of this instance stay as they are. */
  Future<Void> close();
}
