package dev.starling.chat.replication;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Position;
import dev.starling.chat.replication.EarlyEvents.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How far a transcript was read, and the events that came too early: puts in sequence what comes in
 * any order, and tells events of another transcript with the same numbers by their chain. Not
 * thread-safe.
 */
final class Sequence {
  private final EarlyEvents early = new EarlyEvents();

  // Null before anything was read. The chain is unknown after a gap, until the next event.
  private String epoch;
  private long seq;
  private OptionalLong chain = OptionalLong.empty();

  /**
   * Events that follow in sequence.
   *
   * @param fit whether all that could be compared was of this transcript
   */
  record Next(List<Event> events, boolean fit) {}

  String epoch() {
    return epoch;
  }

  /** Number of the last event. */
  long seq() {
    return seq;
  }

  /** Chain of the last event; empty after a gap, until the next one. */
  OptionalLong chain() {
    return chain;
  }

  /** Begins after an event. */
  void begin(Position tail) {
    begin(tail.epoch(), tail.seq());
    chain = OptionalLong.of(tail.chain());
  }

  /** Begins after a number of a transcript whose chain there is not known. */
  void begin(String other, long start) {
    epoch = other;
    early.clear();
    skip(start);
  }

  /** Goes on after a gap. */
  void skip(long last) {
    seq = last;
    chain = OptionalLong.empty();
  }

  /** Whether a place, if it is the one that was read up to, has the event that was read there. */
  boolean mayPrecede(Position place) {
    return place.epoch().equals(epoch)
        && (place.seq() != seq || isSame(OptionalLong.of(place.chain()), chain));
  }

  /** Number of the last event that came too early; the last one that was read if there is none. */
  long last() {
    return early.isEmpty() ? seq : early.last();
  }

  /**
   * Takes events in sequence.
   *
   * @param before chain of the event before them; unknown after a gap
   */
  Next take(OptionalLong before, List<Event> events) {
    List<Event> next = new ArrayList<>(events.size());
    boolean fits = true;
    OptionalLong previous = before;
    for (Event event : events) {
      if (event.seq() > seq + 1) {
        early.add(new Link(previous, event));
      } else if (event.seq() == seq + 1) {
        fits &= advance(new Link(previous, event), next);
      } else if (event.seq() == seq) {
        fits &= isSame(OptionalLong.of(event.chain()), chain);
      }
      previous = OptionalLong.of(event.chain());
    }
    Link link = fits ? early.next(seq + 1) : null;
    while (link != null) {
      fits = advance(link, next);
      link = fits ? early.next(seq + 1) : null;
    }
    if (!fits) {
      early.clear();
    }
    return new Next(next, fits);
  }

  /** Returns false for an event that does not follow what was read. */
  private boolean advance(Link link, List<Event> next) {
    if (!isSame(link.previous(), chain)) {
      return false;
    }
    seq = link.event().seq();
    chain = OptionalLong.of(link.event().chain());
    next.add(link.event());
    return true;
  }

  /** Whether two chains are of one transcript, as far as they are known. */
  static boolean isSame(OptionalLong one, OptionalLong other) {
    return one.isEmpty() || other.isEmpty() || one.getAsLong() == other.getAsLong();
  }
}
