package dev.starling.chat.simulation;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Position;
import dev.starling.chat.replication.Replica;
import dev.starling.chat.room.Room;
import dev.starling.chat.simulation.Violation.Invariant;
import dev.starling.chat.store.Mutants.Bug;
import java.util.ArrayList;
import java.util.List;

/** What an instance's transcript says, as its users would read it, checked as it comes. */
final class Reading {
  /** A place in a transcript, as a client remembers it. */
  record Place(String room, String epoch, long seq, long chain) {}

  private final World world;
  private final String instance;
  private final String name;

  /** Read since the transcript began anew, without those that were skipped. */
  final List<Event> events = new ArrayList<>();

  private Room room;
  private String epoch;
  private long seq;

  Reading(World world, String instance, String name) {
    this.world = world;
    this.instance = instance;
    this.name = name;
  }

  void of(Room readRoom) {
    room = readRoom;
  }

  String epoch() {
    return epoch;
  }

  long seq() {
    return seq;
  }

  Replica.Listener listener() {
    Listener listener = new Listener();
    return world.bug == Bug.GAPS_ARE_TOLD_LATE ? new Late(listener) : listener;
  }

  private void read(Event event) {
    world.require(
        event.seq() == seq + 1,
        Invariant.READ_IN_SEQUENCE,
        () -> instance + " reads after " + seq + ": " + event);
    seq = event.seq();
    events.add(event);
    // Only where the store loses something may a number have two events, told apart by the chain.
    boolean lossy =
        world.plan.promise() == Plan.Promise.HALVES
            || world.plan.promise() == Plan.Promise.LOST_TAIL;
    Event other = world.places.put(new Place(name, epoch, seq, lossy ? event.chain() : 0), event);
    world.require(
        other == null || (lossy ? isSame(other, event) : other.equals(event)),
        Invariant.ONE_EVENT_PER_PLACE,
        () -> "two events at one place of " + epoch + ": " + other + ", " + event);
    world.requireOfDurable(
        () -> event.equals(world.cluster.transcript(name).at(seq)),
        Invariant.READ_IS_KEPT,
        () -> instance + " reads what is not in the transcript: " + event);
  }

  /** Whether two events are the same but for when and where they were accepted. */
  static boolean isSame(Event one, Event other) {
    return one.kind() == other.kind()
        && one.key().equals(other.key())
        && one.username().equals(other.username())
        && one.text().equals(other.text());
  }

  private final class Listener implements Replica.Listener {
    private boolean passedOver;

    @Override
    public void opened(Position tail) {
      epoch = tail.epoch();
      seq = tail.seq();
    }

    @Override
    public void published(List<Event> published) {
      epoch = room.replica().epoch();
      if (world.bug == Bug.EVENTS_ARE_PASSED_OVER && !passedOver && published.size() > 1) {
        passedOver = true;
        return;
      }
      published.forEach(Reading.this::read);
    }

    @Override
    public void skipped(long from, long to) {
      world.trace(() -> instance + " skips " + from + ".." + to + " of " + name);
      world.require(
          from == seq + 1,
          Invariant.READ_IN_SEQUENCE,
          () -> instance + " is told late, after " + seq + ", of a gap from " + from);
      world.require(
          world.plan.promise() == Plan.Promise.SMALL_WINDOW,
          Invariant.READ_IN_SEQUENCE,
          () -> instance + " misses what is kept: " + from + ".." + to);
      seq = to;
    }

    @Override
    public void restarted(String fresh, long start) {
      world.trace(() -> instance + " reads " + name + " anew, " + fresh + " after " + start);
      world.requireOfDurable(
          () -> false, Invariant.READ_IS_KEPT, () -> instance + " is told of epoch " + fresh);
      epoch = fresh;
      seq = start;
      events.clear();
    }
  }

  /** Tells of a gap after the events behind it. */
  private record Late(Replica.Listener listener, List<long[]> gaps) implements Replica.Listener {
    Late(Replica.Listener listener) {
      this(listener, new ArrayList<>());
    }

    @Override
    public void opened(Position tail) {
      listener.opened(tail);
    }

    @Override
    public void published(List<Event> events) {
      listener.published(events);
      gaps.forEach(gap -> listener.skipped(gap[0], gap[1]));
      gaps.clear();
    }

    @Override
    public void skipped(long from, long to) {
      gaps.add(new long[] {from, to});
    }

    @Override
    public void restarted(String epoch, long seq) {
      listener.restarted(epoch, seq);
    }
  }
}
