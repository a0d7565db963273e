package dev.starling.terminal.chat;

/** What a chat server can say; {@link Frames#read} calls one of these per frame. */
interface ServerEvents {
  /** Let in. {@code seq} is the last event before this client's own. */
  void welcome(String session, String epoch, long seq, int online);

  /** Someone came. */
  void joined(long seq, String username, int online);

  /** Someone went. */
  void left(long seq, String username, int online);

  /** Someone spoke. */
  void message(long seq, String username, String text);

  /** A message of ours is in the transcript. */
  void acknowledged(String id, long seq);

  /**
   * Something of ours was not accepted.
   *
   * @param id of the message; empty when it was none, or had none
   */
  void error(String code, String message, String id);

  /** The transcript no longer has these, both included. */
  void gap(long from, long to);

  /** The transcript is another one; what the old one had since is gone. */
  void newTranscript();
}
