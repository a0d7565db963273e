package dev.starling.chat.replication;

import dev.starling.chat.event.Event;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Events that came before an earlier one, bounded by the memory that they take: beyond it the
 * latest are let go, and read from the store when it is their turn.
 */
final class EarlyEvents {
  /** Bytes that they may take, about. */
  static final long MOST_BYTES = 8 << 20;

  /** An event and the chain of the one before it, where that is known. */
  record Link(OptionalLong previous, Event event) {}

  private final TreeMap<Long, Link> links = new TreeMap<>();
  private long bytes;

  /** Keeps an event until it is its turn. */
  void add(Link link) {
    Link replaced = links.put(link.event().seq(), link);
    bytes += link.event().weight();
    letGo(replaced);
    while (bytes > MOST_BYTES) {
      letGo(links.pollLastEntry().getValue());
    }
  }

  /** The event with a number, which is no longer kept, nor are those before; null for none. */
  Link next(long seq) {
    while (!links.isEmpty() && links.firstKey() <= seq) {
      Link link = links.pollFirstEntry().getValue();
      letGo(link);
      if (link.event().seq() == seq) {
        return link;
      }
    }
    return null;
  }

  boolean isEmpty() {
    return links.isEmpty();
  }

  /** Number of the last one. */
  long last() {
    return links.lastKey();
  }

  void clear() {
    links.clear();
    bytes = 0;
  }

  private void letGo(Link link) {
    if (link != null) {
      bytes -= link.event().weight();
    }
  }
}
