package dev.starling.chat.store;

import dev.starling.chat.event.Key;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Rooms in the memory of this process, for an instance that is alone. They end with it. */
public final class MemoryStore implements RoomStore {
  private final String self;
  private final Conditions.Limits limits;
  private final InstantSource clock;

  // Guarded by the monitor.
  private final Map<String, RoomState> rooms = new HashMap<>();

  /**
   * Creates an empty store.
   *
   * @param self name of the only instance
   */
  public MemoryStore(String self, Conditions.Limits limits, InstantSource clock) {
    this.self = self;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Future<Void> open() {
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Applied> apply(String room, List<Operation> operations) {
    Conditions conditions =
        new Conditions(clock.millis(), Optional.of(Set.of(self)), Term.NONE, limits);
    return Future.succeededFuture(room(room).apply(self, operations, conditions));
  }

  @Override
  public synchronized Future<Page> read(String room, long after, int limit) {
    return Future.succeededFuture(room(room).read(after, limit));
  }

  @Override
  public synchronized Future<List<String>> usernames(String room) {
    return Future.succeededFuture(room(room).usernames());
  }

  @Override
  public synchronized Future<Map<Key, String>> connections(String room) {
    return Future.succeededFuture(room(room).connectionsOf(self));
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private RoomState room(String name) {
    return rooms.computeIfAbsent(name, any -> new RoomState(UUID.randomUUID().toString()));
  }
}
