package dev.starling.chat.replication;

import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store that is there and answers nothing; tests override the methods that they use. */
public abstract class UnusedStore implements RoomStore {
  @Override
  public Future<Void> open() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Applied> apply(String room, List<Operation> operations) {
    return unused();
  }

  @Override
  public Future<Page> read(String room, long after, int limit) {
    return unused();
  }

  @Override
  public Future<List<String>> usernames(String room) {
    return unused();
  }

  @Override
  public Future<Map<Key, String>> connections(String room) {
    return unused();
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private static <T> Future<T> unused() {
    return Future.failedFuture("the test does not use this");
  }
}
