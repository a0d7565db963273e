package dev.starling.chat.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything handed in of which is not yet known what became of it. Belongs to the room's event
 * loop.
 */
final class Waiting {
  private static final int MOST = 50_000;
  private static final long MOST_BYTES = 32 << 20;

  private final Map<String, Pending> byKey = new HashMap<>();
  private final List<Runnable> whenNone = new ArrayList<>();
  private long bytes;

  Optional<Pending> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  boolean isFull() {
    return byKey.size() >= MOST || bytes > MOST_BYTES;
  }

  void add(Pending pending) {
    byKey.put(pending.draft().key(), pending);
    bytes += pending.bytes();
  }

  /** Ends a wait; the one returned is to be told how. */
  Receipt settle(Pending pending) {
    byKey.remove(pending.draft().key());
    bytes -= pending.bytes();
    return pending;
  }

  /** Runs a step once nothing waits. */
  void whenNone(Runnable step) {
    whenNone.add(step);
    runIfNone();
  }

  /** Runs the steps for which it is time; called when some were settled. */
  void runIfNone() {
    if (byKey.isEmpty() && !whenNone.isEmpty()) {
      List<Runnable> steps = List.copyOf(whenNone);
      whenNone.clear();
      steps.forEach(Runnable::run);
    }
  }
}
