package dev.starling.systemtests.history;

import java.time.Duration;
import java.util.Set;

/** Something that a client did or saw, or that was done to the services while clients looked. */
public sealed interface Fact {

  // Of every client.

  /** It began to connect to this address. */
  record Connecting(String address) implements Fact {}

  /** It closes its connection itself. */
  record Leaving() implements Fact {}

  /** It was not let in, or an answer did not come. */
  record Failed(String why) implements Fact {}

  /**
   * Its connection ended, by whomever.
   *
   * @param code of the close frame; 0 without one
   */
  record Lost(int code) implements Fact {}

  // Of somebody in a chat.

  /**
   * It is in, and will read what comes after this event.
   *
   * @param session empty for who has none, such as terminals
   * @param epoch empty for who is not told, as are terminals
   */
  record Welcomed(String session, String epoch, long seq) implements Fact {}

  /**
   * It said this, or said it again.
   *
   * @param id empty where messages have none
   */
  record Sent(String id, String text) implements Fact {}

  /** What it said is event {@code seq}. */
  record Acknowledged(String id, long seq) implements Fact {}

  /**
   * It read an error.
   *
   * @param id of the message that was refused; empty if it was something else
   */
  record Refused(String code, String id) implements Fact {}

  /**
   * It read an event.
   *
   * @param type joined, message or left
   * @param text of a message; empty otherwise
   */
  record Received(long seq, String type, String username, String text) implements Fact {
    /** Whether somebody said something. */
    public boolean isMessage() {
      return type.equals("message");
    }

    /** As terminals read it. */
    public String line() {
      return switch (type) {
        case "joined" -> username + " connected!";
        case "left" -> username + " has left the chat";
        default -> username + ": " + text;
      };
    }
  }

  /** It was told that events up to this one are no longer to be had. */
  record Gap(long upTo) implements Fact {}

  /** It was told that sequence numbers have begun anew, after this one. */
  record Renewed(String epoch, long seq) implements Fact {}

  /** It read an event at a terminal. */
  record Line(String text) implements Fact {}

  // Of somebody who looks at a counter.

  /** It shows this number from now on. */
  record Shown(int number) implements Fact {}

  // Of somebody who asks over HTTP.

  /** It asked for something. */
  record Asked(String path) implements Fact {}

  /** It got the whole answer. */
  record Answered(int status) implements Fact {}

  // Of the scenario.

  /**
   * Something was done to the services.
   *
   * @param within how long what clients see may be wrong after it
   * @param apart addresses of instances that no longer reach the others, until the next fault
   * @param frozen whether those do nothing at all, rather than go on among themselves
   */
  record Fault(String what, Duration within, Set<String> apart, boolean frozen) implements Fact {
    /** One that leaves every instance in reach of every other, or dead. */
    public static Fault of(String what, Duration within) {
      return new Fault(what, within, Set.of(), false);
    }
  }

  /** The clients' own event loop stood still for so long, until now: nobody else is to blame. */
  record Stalled(Duration duration) implements Fact {}
}
