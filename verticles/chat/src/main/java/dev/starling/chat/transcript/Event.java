package dev.starling.chat.transcript;

/**
 * Something that happened, at its place in the transcript.
 *
 * @param seq its number, from 1; the next event has the next number
 * @param key as {@link Draft#key}
 * @param username who it happened to
 * @param text what was said; empty when nothing was
 * @param at milliseconds since 1970-01-01T00:00Z
 */
public record Event(long seq, Kind kind, String key, String username, String text, long at) {
  private static final int SIGN = 1;

  /** The same, without its place. */
  public Draft draft() {
    return new Draft(kind, key, username, text, at);
  }

  /** What a joined and the left that ends it have in common: their keys without the sign. */
  public String join() {
    return key.substring(SIGN);
  }
}
