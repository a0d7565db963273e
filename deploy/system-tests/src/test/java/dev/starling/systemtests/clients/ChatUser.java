package dev.starling.systemtests.clients;

/** Somebody in a chat, in whichever way. What the user does and sees is in the history. */
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

  /** Whether the user was told this code of an error, or a connection was closed with it. */
  boolean wasTold(String code);

  /** Whether the user has read this, which is said once and stands out. */
  boolean hasRead(String mark);

  /** In short how the user is, for messages. */
  String state();
}
