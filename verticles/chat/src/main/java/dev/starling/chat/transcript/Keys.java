package dev.starling.chat.transcript;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The keys of the last events, and where each is: what comes again is recognised by its key. */
final class Keys {
  private final int memory;
  private final Map<String, Long> seqs = new HashMap<>();
  private final Deque<Event> inOrder = new ArrayDeque<>();

  /**
   * Creates an empty index.
   *
   * @param memory how far back an event is remembered, in sequence numbers, so that all instances
   *     forget the same ones
   */
  Keys(int memory) {
    this.memory = memory;
  }

  /** Adds an event, unless its key is known. Returns whether it was added. */
  boolean add(Event event) {
    while (!inOrder.isEmpty() && inOrder.getFirst().seq() <= event.seq() - memory) {
      seqs.remove(inOrder.removeFirst().key());
    }
    if (seqs.putIfAbsent(event.key(), event.seq()) != null) {
      return false;
    }
    inOrder.addLast(event);
    return true;
  }

  OptionalLong seqOf(String key) {
    Long seq = seqs.get(key);
    return seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
  }

  void clear() {
    seqs.clear();
    inOrder.clear();
  }
}
