package dev.starling.chat.simulation;

import dev.starling.chat.simulation.Violation.Invariant;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Mutants;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rooms as one part of a cluster has them, which is all of it unless it is cut in two: each with a
 * copy that must come to the same.
 */
final class Half {
  /** Clocks of two machines differ by so much at most. */
  private static final int MOST_SKEW = 1_000;

  private static final int STEPS_BETWEEN_LOOKS = 500;

  private static final class Kept {
    RoomState room;
    RoomState copy;
    Transcript transcript;
  }

  final Set<String> alive = new TreeSet<>();

  private final World world;
  private final Map<String, Kept> rooms = new TreeMap<>();
  private long skew;
  private long steps;

  Half(World world) {
    this.world = world;
  }

  /** The same rooms, as another part of the cluster has them. */
  Half split() {
    Half other = new Half(world);
    other.alive.addAll(alive);
    rooms.forEach(
        (name, kept) -> other.put(name, kept.room, kept.transcript.upTo(kept.transcript.size())));
    return other;
  }

  RoomState room(String name) {
    return kept(name).room;
  }

  Transcript transcript(String name) {
    return kept(name).transcript;
  }

  List<String> names() {
    return List.copyOf(rooms.keySet());
  }

  private Kept kept(String name) {
    if (!rooms.containsKey(name)) {
      put(name, new RoomState(world.fresh()), new Transcript(world));
    }
    return rooms.get(name);
  }

  /** Replaces a room. */
  void put(String name, RoomState room, Transcript transcript) {
    Kept kept = new Kept();
    kept.room = Mutants.copy(room, world.bug);
    kept.copy = Mutants.copy(room, world.bug);
    kept.transcript = transcript;
    rooms.put(name, kept);
  }

  /** A step as the owner and the copy of a room do it. */
  Applied apply(String name, String asker, List<Operation> operations, Term confirmed) {
    Kept kept = kept(name);
    Conditions conditions = conditions(confirmed);
    Applied applied = kept.room.apply(asker, operations, conditions);
    Applied again = kept.copy.apply(asker, operations, conditions);
    world.require(
        kept.room.digest() == kept.copy.digest() && again.equals(applied),
        Invariant.COPIES_ARE_EQUAL,
        () -> applied + " and on the copy " + again);
    kept.transcript.append(kept.room, applied);
    if (++steps % STEPS_BETWEEN_LOOKS == 0) {
      checkMemory(name, kept.room);
    }
    return applied;
  }

  /** Whether a room's copies are known to be in the present term. */
  boolean isSettled(String name) {
    return room(name).isSettled(alive);
  }

  /** A step that only the owner does, before it is lost. */
  Applied applyOnOwnerAlone(String name, String asker, List<Operation> operations) {
    return Mutants.copy(room(name), world.bug).apply(asker, operations, conditions(Term.NONE));
  }

  /** The owner of every room is lost, and the copy takes over with another clock. */
  void promoteCopies(Chance chance) {
    skew = chance.below(2 * MOST_SKEW) - MOST_SKEW;
    for (Kept kept : rooms.values()) {
      kept.room = kept.copy;
      kept.copy = Mutants.copy(kept.room, world.bug);
    }
  }

  /** Rooms as they are, by name. */
  Map<String, RoomState> snapshot() {
    Map<String, RoomState> copies = new HashMap<>();
    rooms.forEach((name, kept) -> copies.put(name, Mutants.copy(kept.room, world.bug)));
    return copies;
  }

  /** Puts back rooms as they were: what came after never was. */
  void restore(Map<String, RoomState> snapshot) {
    snapshot.forEach((name, room) -> put(name, room, transcript(name).upTo(room.tail().seq())));
  }

  private Conditions conditions(Term confirmed) {
    return new Conditions(
        world.time.millis() + skew, Optional.of(new TreeSet<>(alive)), confirmed, world.limits);
  }

  private void checkMemory(String name, RoomState room) {
    int events = new ArrayList<>(room.read(0, Integer.MAX_VALUE).events()).size();
    world.require(
        events <= Math.max(1, world.limits.events()),
        Invariant.MEMORY_IS_BOUNDED,
        () -> name + " keeps " + events + " events");
    int most = 512 * world.limits.events() + 4_096 * (world.users.size() + world.instances.size());
    int bytes = Mutants.size(room);
    world.require(
        bytes <= most,
        Invariant.MEMORY_IS_BOUNDED,
        () -> name + " takes " + bytes + " bytes, more than " + most);
  }
}
