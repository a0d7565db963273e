package dev.starling.chat.session;

import dev.starling.chat.room.Room;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a client that is in begins to read.
 *
 * @param chain of the event there; empty when it is not known
 * @param restarted whether this is another transcript than the client has read
 */
record Start(String epoch, long seq, OptionalLong chain, boolean restarted) {
  /** Where the room says, or where the client read on last, if it was in the same transcript. */
  static Start of(Room.Joined joined, Optional<Resume> resume) {
    long end = Math.max(joined.seq(), joined.tail());
    Optional<Start> goingOn =
        resume
            .filter(from -> from.epoch().equals(joined.epoch()) && from.seq() <= end)
            .map(from -> new Start(from.epoch(), from.seq(), from.chain(), false));
    return goingOn.orElseGet(
        () -> new Start(joined.epoch(), joined.seq(), joined.chain(), resume.isPresent()));
  }
}
