package dev.starling.terminal.chat;

/** What a chat server can say; {@link ChatFrames#read} calls one of these per frame. */
interface ServerEvents {
  /** Let in. {@code before} is the last event before this client's own. */
  void welcome(String session, String epoch, Position before, int online);

  /** Someone came. */
  void joined(Position at, String username, int online);

  /** Someone went. */
  void left(Position at, String username, int online);

  /** Someone spoke. */
  void message(Position at, String username, String text);

  /** A message of ours is in the transcript. */
  void acknowledged(String id, long seq);

  /**
   * Something of ours was not accepted.
   *
   * @param id of the message; empty when it was none, or had none
   */
  void error(String code, String message, String id);

  /** The transcript no longer has these, both included; reported before the events behind them. */
  void gap(long from, long to);

  /** The transcript is another one than what was read; it goes on after {@code seq}. */
  void newTranscript(String epoch, long seq);
}
