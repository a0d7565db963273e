package dev.starling.chat.room;

/**
 * A client's connection, as the room sees it. Called on the event loop of its {@link Audience};
 * what comes after the connection is gone is ignored.
 */
public interface Guest {
  /** The client is in the room; events follow. */
  void welcome(Welcome welcome);

  /** The client may not enter. */
  void refused(Refusal why);

  /** Events happened. */
  void deliver(Batch batch);

  /** Events that the client should have been told of are no longer known. */
  void gap(long from, long to);

  /** The transcript began anew; what happened meanwhile is not known. */
  void restarted(String epoch, long seq);

  /** The client's message is in the transcript. */
  void accepted(String id, long seq);

  /** The client's message is not delivered. */
  void rejected(String id, Refusal why);

  /** The client went on over another connection. */
  void replaced();

  /** The client's name belongs to somebody else now. */
  void expelled(Refusal why);

  /** Serving the client failed: its connection is closed. */
  void failed();

  /** The client has left, and was told of everything up to that. */
  void left();
}
