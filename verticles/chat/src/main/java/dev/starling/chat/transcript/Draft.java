package dev.starling.chat.transcript;

/**
 * Something that happened and has no place in the transcript yet.
 *
 * @param key what makes it this one event: a draft whose key the log has already is a repeat
 * @param username who it happened to
 * @param text what was said; empty when nothing was
 * @param at milliseconds since 1970-01-01T00:00Z
 */
public record Draft(Kind kind, String key, String username, String text, long at) {
  /** A user comes. */
  public static Draft joined(String username, String join, long at) {
    return new Draft(Kind.JOINED, "+" + join, username, "", at);
  }

  /** The user who came so goes. */
  public static Draft left(String username, String join, long at) {
    return new Draft(Kind.LEFT, "-" + join, username, "", at);
  }

  /** The same, at its place. */
  public Event at(long seq) {
    return new Event(seq, kind, key, username, text, at);
  }
}
