package dev.starling.chat.room;

import dev.starling.chat.event.Key;
import dev.starling.chat.replication.Loop;
import dev.starling.chat.store.RoomStore;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Compares the members whose connections are here with those that the store keeps for this
 * instance: how many they are each second, and who they are as soon as the numbers differ, and from
 * time to time. Nothing is concluded while something changes. Belongs to the room's loop.
 */
final class Reconciler {
  /** Comparisons of numbers from one of names to the next. */
  static final int BETWEEN_NAMES = 30;

  private final RoomStore store;
  private final String room;
  private final Loop loop;
  private final LocalMembers members;
  private final BiConsumer<String, Key> stray;

  private int comparisons;
  private int mismatches;
  private boolean asking;

  // Changes that were begun, and those of them that are not over.
  private long begun;
  private int underWay;

  /**
   * Creates it.
   *
   * @param stray takes members of this instance that nobody here speaks for
   */
  Reconciler(
      RoomStore store,
      String room,
      Loop loop,
      LocalMembers members,
      BiConsumer<String, Key> stray) {
    this.store = store;
    this.room = room;
    this.loop = loop;
    this.members = members;
    this.stray = stray;
  }

  /** The store is asked to change something. */
  void begin() {
    begun++;
    underWay++;
  }

  /** It has answered. */
  void end() {
    underWay--;
  }

  private boolean isQuiet() {
    return underWay == 0;
  }

  /**
   * Compares; to be called once a second.
   *
   * @param kept members that the store keeps for this instance
   */
  void compare(int kept) {
    comparisons++;
    mismatches = isQuiet() && kept != members.size() ? mismatches + 1 : 0;
    if (isQuiet() && !asking && (mismatches > 1 || comparisons >= BETWEEN_NAMES)) {
      comparisons = 0;
      ask();
    }
  }

  private void ask() {
    asking = true;
    long before = begun;
    Future.succeededFuture(room)
        .compose(store::connections)
        .onComplete(
            kept -> loop.post(() -> answered(before, kept)),
            failure -> loop.post(() -> asking = false));
  }

  private void answered(long before, Map<Key, String> kept) {
    asking = false;
    mismatches = 0;
    // After a change meanwhile the answer and the members here differ for a good reason.
    if (before == begun) {
      members.compare(kept).forEach((connection, nameKey) -> stray.accept(nameKey, connection));
    }
  }
}
