package dev.starling.terminal.chat;

/**
 * The way to the server. Answers come as calls of {@link Conversation#opened}, {@link
 * Conversation#lost} and {@link ServerEvents}, never from within these methods.
 */
interface Link {
  /** Connects anew. */
  void open();

  /** Sends a text frame, after those before it. */
  void send(String frame);

  /** Closes the connection; nothing more is heard of it. */
  void close();
}
