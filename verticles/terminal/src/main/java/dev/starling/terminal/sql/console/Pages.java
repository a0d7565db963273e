package dev.starling.terminal.sql.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/** Results that wait to be read on, first come first served. On one event loop. */
final class Pages {
  private final Deque<Pager> waiting = new ArrayDeque<>();
  private volatile boolean empty = true;

  /** Whether nobody waits; from any thread. */
  boolean isEmpty() {
    return empty;
  }

  void add(Pager pager) {
    waiting.add(pager);
    empty = false;
  }

  void remove(Pager pager) {
    waiting.remove(pager);
    empty = waiting.isEmpty();
  }

  /** Whose turn it is. */
  OptionalInt next() {
    return waiting.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(waiting.element().job().number());
  }

  /** The first goes on, or ends here. */
  void answer(boolean more) {
    Pager first = waiting.poll();
    empty = waiting.isEmpty();
    if (first != null) {
      first.answer(more);
    }
  }
}
