package dev.starling.systemtests.clients;

import java.util.List;

/** Somebody in a chat, in whichever way. */
public interface ChatUser {
  /** The user's name. */
  String username();

  /** Connects, and comes back whenever the connection is lost. */
  void open();

  /** Does not come back any more. */
  void stayAwayWhenLost();

  /** Leaves, for good. */
  void close();

  /** Says something that nobody has said before. */
  void say(String text);

  /** Says again what may have been lost. */
  void tryAgain();

  /** Whether the user is connected and welcome. */
  boolean isHere();

  /** Messages that the user has said and does not know to be accepted. */
  int unacknowledged();

  /** Whether the user has read this, which is said once and stands out. */
  boolean hasRead(String mark);

  /**
   * Everything the user has read, as terminals show it: since the last time that the connection was
   * lost, or, with a session that goes on, since the first.
   */
  List<String> lines();

  /** What is wrong with what the user has read, given all that ever was there to read. */
  List<String> faults(ChatTranscript all);

  /** In short how the user is, for messages. */
  String state();
}
