package dev.starling.chat.event;

/**
 * Something that happened in a room, at its place in the room's transcript.
 *
 * @param seq its number, from 1; the next event has the next number
 * @param chain hash over this event and all before it: the same number with another chain belongs
 *     to another transcript
 * @param kind what happened
 * @param key identifies the event however often it is sent; each left of a session has the same
 * @param username the user it is about
 * @param text the message; empty for other kinds
 * @param at milliseconds since 1970-01-01T00:00Z by the clock of the store; never less than that of
 *     the event before
 * @param online members of the room after this event
 */
public record Event(
    long seq, long chain, Kind kind, Key key, String username, String text, long at, int online) {
  /** Bytes that an event takes beside its text, about. */
  private static final int OVERHEAD = 128;

  /** Bytes of memory that keeping it takes, about. */
  public int weight() {
    return OVERHEAD + text.length();
  }
}
