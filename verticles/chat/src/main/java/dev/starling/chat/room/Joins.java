package dev.starling.chat.room;

import dev.starling.chat.event.Position;
import dev.starling.chat.replication.Peers;
import dev.starling.chat.replication.Replica;
import dev.starling.chat.room.Room.Connection;
import dev.starling.chat.room.Room.Joined;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import dev.starling.chat.store.Result.Status;
import java.util.OptionalLong;

/**
 * Passes on the store's answers to joins: to the connection that joins, with the place where it
 * begins to read, and to the connection that spoke for the user before, here or at another
 * instance.
 */
record Joins(String room, String self, LocalMembers members, Peers peers, Replica replica) {
  /**
   * The store has answered.
   *
   * @param step in which the join was
   */
  void answered(Operation.Join join, Result result, Applied step, Connection client) {
    switch (result.status()) {
      case DONE, REPEATED, MOVED, RETURNED -> {
        boolean wasHere = members.add(join.user().nameKey(), join.connection(), client);
        if (!wasHere && result.status() == Status.MOVED && !result.other().equals(self)) {
          peers.moved(result.other(), room, join.user().nameKey(), join.connection());
        }
        client.joined(
            switch (result.status()) {
              case DONE -> entered(step, result.seq(), false);
              case RETURNED -> entered(step, result.seq(), true);
              default -> goingOn(step, result.status() == Status.MOVED);
            });
      }
      default -> client.refused(result);
    }
  }

  /** The place before a joined event of the step. */
  private static Joined entered(Applied step, long seq, boolean resumed) {
    Position place = step.placeBefore(seq);
    return new Joined(
        place.epoch(),
        place.seq(),
        OptionalLong.of(place.chain()),
        step.event(seq).online(),
        step.after().seq(),
        resumed);
  }

  /** The end, as this instance knows it. */
  private Joined goingOn(Applied step, boolean resumed) {
    return new Joined(
        replica.epoch(),
        replica.seq(),
        replica.chain(),
        step.online(),
        step.after().seq(),
        resumed);
  }
}
