package dev.starling.chat.session;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * Messages that came before the room let their sender in: kept in order, bounded by the memory that
 * they take. Belongs to the connection's event loop.
 */
final class EarlySteps {
  /** Bytes that may wait for one connection. */
  static final int MOST_BYTES = 256 * 1024;

  /** Bytes that a step takes beside its text, about. */
  private static final int OVERHEAD = 100;

  // Made when first needed: few clients say something before they are welcomed.
  private Queue<Runnable> steps;
  private int bytes;

  /**
   * Keeps a step.
   *
   * @param size bytes of its text
   * @return false when there is no room for it; it is then not kept
   */
  boolean add(int size, Runnable step) {
    if (bytes + OVERHEAD + size > MOST_BYTES) {
      return false;
    }
    bytes += OVERHEAD + size;
    keep(step);
    return true;
  }

  /** Keeps a step in any case. */
  void keep(Runnable step) {
    steps = steps == null ? new ArrayDeque<>() : steps;
    steps.add(step);
  }

  /** Runs the steps in order, each once, as long as a condition holds before each. */
  void runWhile(BooleanSupplier condition) {
    while (steps != null && condition.getAsBoolean()) {
      Runnable step = steps.poll();
      if (step == null) {
        clear();
      } else {
        step.run();
      }
    }
  }

  /** Forgets all of them. */
  void clear() {
    steps = null;
    bytes = 0;
  }
}
