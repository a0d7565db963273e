package dev.starling.terminal.chat;

import dev.starling.terminal.screen.Line;
import java.util.function.Consumer;

/** Puts what happens into words. */
final class EventPrinter {
  private static final int LONGEST_QUOTE = 60;

  private final Endpoint server;
  private final Consumer<Line> screen;
  private String trouble = "";

  EventPrinter(Endpoint server, Consumer<Line> screen) {
    this.server = server;
    this.screen = screen;
  }

  void connected(String username, int online) {
    notice("connected to " + server + " as " + username + ", " + online + " online");
  }

  void connectedAgain(int online) {
    trouble = "";
    notice("connected again, " + online + " online");
  }

  void joined(String username, int online) {
    notice(username + " has joined, " + online + " online");
  }

  void left(String username, int online) {
    notice(username + " has left, " + online + " online");
  }

  void said(String username, String text) {
    screen.accept(Line.said(username, text));
  }

  void missing(long from, long to) {
    notice(
        from == to
            ? "1 event is missing (" + from + ")"
            : (to - from + 1) + " events are missing (" + from + " to " + to + ")");
  }

  void newTranscript() {
    notice("events are missing: the server has started a new transcript");
  }

  void lost(String reason) {
    trouble = reason;
    problem("lost the connection to " + server + ": " + reason + "; trying to connect again");
  }

  /** Says so once, not with every attempt. */
  void stillLost(String reason) {
    if (!reason.equals(trouble)) {
      trouble = reason;
      problem("cannot reach " + server + ": " + reason + "; trying on");
    }
  }

  void away() {
    notice("disconnected after a long silence; the next line, or Enter, connects again");
  }

  void kept(String text) {
    notice("to be sent once connected again: " + shortened(text));
  }

  /** A line of the user's did not get through. */
  void notSent(String text, String reason) {
    problem("not sent: " + shortened(text) + " (" + reason + ")");
  }

  /** Nobody can tell whether a line of the user's got through. */
  void notKnown(String text, String reason) {
    problem("not known whether it was sent: " + shortened(text) + " (" + reason + ")");
  }

  void error(String reason) {
    problem(reason);
  }

  /** Enough to know which line it was. */
  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_QUOTE
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "...";
  }

  private void notice(String text) {
    screen.accept(Line.notice(text));
  }

  private void problem(String text) {
    screen.accept(Line.problem(text));
  }
}
