package dev.starling.chat.store;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Position;
import java.util.List;
import java.util.Set;

/**
 * The answer to a step.
 *
 * @param before the transcript's end before the step
 * @param after its end after the step; another epoch when the step renewed it
 * @param events those that the step added, in order
 * @param results one for each operation, in order
 * @param online members of the room
 * @param owned members whose connections the asking instance holds
 * @param readers instances that receive the room's events
 */
public record Applied(
    Position before,
    Position after,
    List<Event> events,
    List<Result> results,
    int online,
    int owned,
    Set<String> readers) {

  /** An event that the step added. */
  public Event event(long seq) {
    return events.get((int) (seq - before.seq() - 1));
  }

  /** The place right before an event that the step added. */
  public Position placeBefore(long seq) {
    long chain = seq == before.seq() + 1 ? before.chain() : event(seq - 1).chain();
    return new Position(after.epoch(), seq - 1, chain);
  }
}
