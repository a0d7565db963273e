package dev.starling.terminal.chat;

/** Up to where this client has read, and as which session. */
final class Bookmark {
  private String session;
  private String epoch;
  private long seq;

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
    return seq;
  }

  /**
   * Notes what a welcome says. In the transcript known so far the place stays where it is, as what
   * came after it follows; in another one it is where the server says.
   *
   * @return whether it is the transcript known so far
   */
  boolean enter(String newSession, String newEpoch, long newSeq) {
    boolean known = newEpoch.equals(epoch);
    session = newSession;
    if (!known) {
      epoch = newEpoch;
      seq = newSeq;
    }
    return known;
  }

  boolean isPast(long event) {
    return event <= seq;
  }

  /** Moves on to an event; never back. */
  void moveTo(long event) {
    seq = Math.max(seq, event);
  }
}
