package dev.starling.echo;

import dev.starling.core.roster.RosterChange;
import io.vertx.core.buffer.Buffer;

/** Announcements of clients to each other, as lines of the protocol. */
final class Announcement {
  private static final String CONNECTED = "New user connected!\n";

  private Announcement() {}

  static Buffer welcome(int online) {
    return Buffer.buffer("Welcome! " + online + " user(s) are online!\n");
  }

  /** One line for each client that came or went, or one for a whole instance that did. */
  static Buffer of(RosterChange change) {
    return switch (change.cause()) {
      case INSTANCE_FOUND -> Buffer.buffer(CONNECTED);
      case INSTANCE_LOST -> Buffer.buffer(disconnected(change.total()));
      case CONNECTIONS -> connections(change);
    };
  }

  private static Buffer connections(RosterChange change) {
    Buffer lines = Buffer.buffer(CONNECTED.repeat(change.arrived()));
    for (int stillToGo = change.departed() - 1; stillToGo >= 0; stillToGo--) {
      lines.appendString(disconnected(change.total() + stillToGo));
    }
    return lines;
  }

  private static String disconnected(int online) {
    return "Client disconnected. " + online + " user(s) are online!\n";
  }
}
