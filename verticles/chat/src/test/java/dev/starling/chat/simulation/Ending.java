package dev.starling.chat.simulation;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Kind;
import dev.starling.chat.simulation.Plan.Promise;
import dev.starling.chat.simulation.Violation.Invariant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold once the faults are over and everyone had time to come back. */
final class Ending {
  private static final Set<Plan.Kind> GENTLE = Set.of(Plan.Kind.STOP, Plan.Kind.DISCONNECT);

  /** What may still be on its way at the end. */
  private static final int ON_ITS_WAY = 30;

  private final World world;

  Ending(World world) {
    this.world = world;
  }

  void check() {
    world.rooms.forEach(this::check);
    for (World.Acknowledgement one : world.acknowledgements) {
      Event event = world.cluster.transcript(one.room()).find(one.key());
      world.require(
          event != null && event.seq() == one.seq(),
          Invariant.ACKNOWLEDGED_IS_KEPT,
          () -> one + " is lost, there is " + event);
    }
  }

  private void check(String room) {
    Transcript transcript = world.cluster.transcript(room);
    List<String> names = world.cluster.state(room).usernames();
    Set<String> expected = new HashSet<>();
    for (SimulatedUser user : world.users) {
      if (user.roomName.equals(room)) {
        expected.add(user.name);
        world.require(
            user.isJoined(), Invariant.EVERYONE_IS_BACK, () -> user.name + " is not back");
      }
    }
    world.require(
        expected.equals(new HashSet<>(names)),
        Invariant.EVERYONE_IS_BACK,
        () -> "in " + room + " are " + names + " and not " + expected);
    for (SimulatedInstance instance : world.running()) {
      check(room, transcript, instance, names.size());
    }
    if (isGentle()) {
      nobodyLeft(transcript);
    }
  }

  private void check(String room, Transcript transcript, SimulatedInstance instance, int members) {
    Reading reading = instance.readings.get(room);
    world.require(
        reading.seq() >= transcript.size() - ON_ITS_WAY
            && world.cluster.state(room).tail().epoch().equals(reading.epoch()),
        Invariant.EVERYONE_IS_BACK,
        () ->
            instance.id
                + " has read "
                + reading.seq()
                + " of "
                + reading.epoch()
                + ", there is "
                + world.cluster.state(room).tail());
    for (Event event : reading.events) {
      Event there = transcript.at(event.seq());
      world.require(
          there != null && Reading.isSame(event, there),
          Invariant.READ_IS_KEPT,
          () ->
              instance.id
                  + " was never told that it read what is not there: "
                  + event
                  + ", there is "
                  + there);
    }
    world.require(
        instance.rooms.get(room).online() == members,
        Invariant.ONLINE_IS_RIGHT,
        () -> instance.id + " counts " + instance.rooms.get(room).online() + " of " + members);
  }

  /** Nothing but connections that come back, and a store that does what it is asked. */
  private boolean isGentle() {
    return world.plan.promise() == Promise.DURABLE
        && world.plan.rates().equals(Plan.Rates.of(0, world.plan.rates().bus()))
        && world.plan.faults().stream().allMatch(fault -> GENTLE.contains(fault.kind()));
  }

  private void nobodyLeft(Transcript transcript) {
    for (Event event : transcript.events()) {
      world.require(
          event.kind() != Kind.LEFT,
          Invariant.NOBODY_LEFT_UNASKED,
          () -> "its session came back within the grace: " + event);
    }
  }
}
