package dev.starling.chat.simulation;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.simulation.Violation.Invariant;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.RoomState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that was ever applied to one room of the store, checked as it comes. */
final class Transcript {
  private final World world;
  private final List<Event> events = new ArrayList<>();
  private final Map<Key, Event> byKey = new HashMap<>();
  private final Set<String> present = new HashSet<>();

  Transcript(World world) {
    this.world = world;
  }

  /** The same with its first events only. */
  Transcript upTo(long seq) {
    Transcript copy = new Transcript(world);
    events.subList(0, (int) seq).forEach(copy::add);
    return copy;
  }

  long size() {
    return events.size();
  }

  List<Event> events() {
    return events;
  }

  Event find(Key key) {
    return byKey.get(key);
  }

  /** The event of this number; null if there is none. */
  Event at(long seq) {
    return seq >= 1 && seq <= events.size() ? events.get((int) seq - 1) : null;
  }

  /** Takes in a step of a room. */
  void append(RoomState room, Applied step) {
    world.require(
        step.before().seq() == size(),
        Invariant.STORE_IS_ITS_TRANSCRIPT,
        () -> "a step begins at " + step.before() + " and not after " + size());
    step.events().forEach(this::add);
    Event last = at(size());
    world.require(
        step.after().seq() == size()
            && step.after().equals(room.tail())
            && (last == null || last.chain() == step.after().chain()),
        Invariant.STORE_IS_ITS_TRANSCRIPT,
        () -> "a step ends at " + step.after() + " and not at " + last);
    world.require(
        step.online() == present.size(),
        Invariant.ONLINE_IS_RIGHT,
        () -> step.online() + " members are counted, there are " + present);
    List<String> names = room.usernames();
    world.require(
        names.size() == present.size() && present.containsAll(names),
        Invariant.NAMES_ARE_UNIQUE,
        () -> "members are " + names + " and by the transcript " + present);
  }

  private void add(Event event) {
    world.require(
        event.seq() == size() + 1, Invariant.NUMBERS_WITHOUT_HOLE, () -> "a hole before " + event);
    Event last = at(size());
    world.require(
        last == null || last.at() <= event.at(),
        Invariant.TIMES_NEVER_GO_BACK,
        () -> "before " + last + ": " + event);
    events.add(event);
    Event twin = byKey.put(event.key(), event);
    world.require(
        twin == null
            || event.kind() == Kind.LEFT
            || world.plan.promise() == Plan.Promise.SMALL_WINDOW,
        Invariant.KEYS_ONCE,
        () -> "one key twice: " + twin + ", " + event);
    world.require(
        !world.refused.contains(event.key()),
        Invariant.REFUSED_NEVER_APPEARS,
        () -> "its sender was told that it is not accepted: " + event);
    switch (event.kind()) {
      case JOINED, LEFT ->
          world.require(
              event.kind() == Kind.JOINED
                  ? present.add(event.username())
                  : present.remove(event.username()),
              Invariant.JOINED_AND_LEFT_ALTERNATE,
              () -> "once more: " + event);
      case MESSAGE ->
          world.require(
              present.contains(event.username()),
              Invariant.ONLY_MEMBERS_SPEAK,
              () -> "spoke while absent: " + event);
    }
    world.require(
        event.online() == present.size(),
        Invariant.ONLINE_IS_RIGHT,
        () -> "counts " + event.online() + " of " + present + ": " + event);
  }
}
