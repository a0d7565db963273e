package dev.starling.terminal.chat;

import java.util.Optional;

/** Up to where this client has read, and as which session. */
final class ResumePoint {
  private String session;
  private String epoch;
  private Position position = new Position(0);

  /** Whether there is anything to resume. */
  boolean exists() {
    return session != null;
  }

  String session() {
    return session;
  }

  String epoch() {
    return epoch;
  }

  long seq() {
    return position.seq();
  }

  /** Hash over the transcript up to here; empty after a gap, until the next event. */
  Optional<String> chain() {
    return position.chain();
  }

  /**
   * Notes what a welcome says. In the transcript known so far the place stays where it is, as what
   * came after it follows; in another one it is where the server says.
   *
   * @return whether it is the transcript known so far
   */
  boolean enter(String newSession, String newEpoch, Position newPosition) {
    boolean known = newEpoch.equals(epoch);
    session = newSession;
    if (!known) {
      restart(newEpoch, newPosition);
    }
    return known;
  }

  boolean isPast(long event) {
    return event <= position.seq();
  }

  /** Moves on to an event; never back. */
  void moveTo(Position event) {
    if (!isPast(event.seq())) {
      position = event;
    }
  }

  /** Goes to a place in another transcript, perhaps with a lower number. */
  void restart(String newEpoch, Position newPosition) {
    epoch = newEpoch;
    position = newPosition;
  }
}
