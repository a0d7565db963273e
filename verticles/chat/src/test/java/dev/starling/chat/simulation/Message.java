package dev.starling.chat.simulation;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.simulation.Violation.Invariant;

/** A message that its sender does not know to be accepted yet. */
final class Message {
  final Key key;

  /** Attempts that have no answer yet, or never will. */
  int attempts;

  /** Whether an attempt may have been accepted. */
  boolean uncertain;

  private final long begun;

  // The highest number in its room that anybody had had acknowledged before it was sent.
  private final long floor;

  Message(Key key, long begun, long floor) {
    this.key = key;
    this.begun = begun;
    this.floor = floor;
  }

  /** Its sender is told by an instance that it has this number. */
  void acknowledged(World world, String room, SimulatedInstance by, long seq) {
    world.acknowledged.merge(room, seq, Math::max);
    boolean isKept =
        world.plan.promise() == Plan.Promise.DURABLE
            || world.plan.promise() == Plan.Promise.HALVES
                && !world.cluster.wereCutOff.contains(by.id);
    if (isKept) {
      Event event = world.cluster.transcript(room).find(key);
      world.require(
          event != null && event.seq() == seq,
          Invariant.ACKNOWLEDGED_IS_KEPT,
          () -> key + " is acknowledged as " + seq + ", there is " + event);
      world.acknowledgements.add(new World.Acknowledgement(room, key, seq));
    }
    world.requireOfDurable(
        () -> seq > floor,
        Invariant.ORDER_OF_TIME,
        () ->
            key
                + ", sent at "
                + begun
                + " when "
                + floor
                + " was acknowledged, stands before it, as "
                + seq);
  }
}
