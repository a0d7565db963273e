package dev.starling.chat.transcript;

/**
 * An event with what it made of the room.
 *
 * @param online users there are after it; {@link #UNKNOWN} for an event that is older than what
 *     this instance remembers
 */
public record Happening(Event event, int online) {
  /** Nobody here knows how many there were. */
  public static final int UNKNOWN = -1;
}
