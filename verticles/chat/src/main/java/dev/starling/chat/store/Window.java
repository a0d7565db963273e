package dev.starling.chat.store;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The newest events of a room, and the dedupe index over their keys. Not thread-safe. */
class Window {
  // Numbers have no hole. Forgotten events are removed in bulk, once they are as many as the rest.
  private final List<Event> events = new ArrayList<>();
  private int oldest;
  private final Map<Key, Long> seqs = new HashMap<>();
  private long bytes;

  // The last event that is no longer kept.
  private long forgottenSeq;
  private long forgottenChain;

  /** An empty window after an event. */
  Window(long forgottenSeq, long forgottenChain) {
    this.forgottenSeq = forgottenSeq;
    this.forgottenChain = forgottenChain;
  }

  void add(Event event) {
    events.add(event);
    seqs.put(event.key(), event.seq());
    bytes += event.weight();
  }

  /** Forgets the oldest events beyond the limits; the newest one stays. */
  void trim(Conditions.Limits limits) {
    while (size() > 1 && (size() > limits.events() || bytes > limits.bytes())) {
      Event gone = events.set(oldest, null);
      oldest++;
      seqs.remove(gone.key(), gone.seq());
      bytes -= gone.weight();
      forgottenSeq = gone.seq();
      forgottenChain = gone.chain();
    }
    if (oldest > size()) {
      events.subList(0, oldest).clear();
      oldest = 0;
    }
  }

  /** Number of the event with this key; empty when none is kept. */
  OptionalLong find(Key key) {
    Long seq = seqs.get(key);
    return seq == null ? OptionalLong.empty() : OptionalLong.of(seq);
  }

  /** Number of the last event that is no longer kept; 0 for none. */
  long forgottenSeq() {
    return forgottenSeq;
  }

  /** Chain of the event at {@link #forgottenSeq()}. */
  long forgottenChain() {
    return forgottenChain;
  }

  /** Chain of an event; empty when it is no longer kept or not there yet. */
  OptionalLong chainAt(long seq) {
    if (seq == forgottenSeq) {
      return OptionalLong.of(forgottenChain);
    }
    return seq > forgottenSeq && seq <= forgottenSeq + size()
        ? OptionalLong.of(events.get(index(seq)).chain())
        : OptionalLong.empty();
  }

  /** The first events after one. */
  List<Event> after(long seq, int limit) {
    long from = Math.max(seq, forgottenSeq) + 1;
    long last = forgottenSeq + size();
    if (seq >= last) {
      return List.of();
    }
    int end = index(Math.min(last, from - 1 + limit)) + 1;
    return List.copyOf(events.subList(index(from), end));
  }

  /** Time of the last event; 0 when there was none. */
  long lastAt() {
    return size() == 0 ? 0 : events.get(events.size() - 1).at();
  }

  /** All events that are kept. */
  List<Event> events() {
    return events.subList(oldest, events.size());
  }

  private int size() {
    return events.size() - oldest;
  }

  private int index(long seq) {
    return oldest + (int) (seq - forgottenSeq - 1);
  }
}
