package dev.starling.chat.input;

import java.util.Locale;

/**
 * Why something a client wants is not done.
 *
 * @param message for people: what is wrong and what would be right
 */
public record Rejection(Code code, String message) {
  /** For programs; part of the protocol. */
  public enum Code {
    EXPECTED_CONNECT,
    UNAUTHORIZED,
    USERNAME_TAKEN,
    USERNAME_INVALID,
    MESSAGE_TOO_LONG,
    MESSAGE_INVALID,
    RATE_LIMITED,
    TOKEN_INVALID,
    NOT_ACCEPTED,
    UNKNOWN,
    MALFORMED;

    /** As it is written in the protocol and in metrics. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Somebody else has the name, or one that looks like it. */
  public static Rejection taken(String username, String by) {
    String why = username.equals(by) ? "" : ": it looks like '" + by + "'";
    return new Rejection(Code.USERNAME_TAKEN, "username '" + username + "' is taken" + why);
  }

  /** The store's answer was lost: the message may have been accepted. */
  public static Rejection unknown() {
    return new Rejection(
        Code.UNKNOWN, "may have been delivered; send it again with the same id to find out");
  }

  /** Nothing is wrong with it, but it cannot be done now. */
  public static Rejection notAccepted(String why) {
    return new Rejection(Code.NOT_ACCEPTED, "not accepted: " + why + "; try again");
  }
}
