package dev.starling.chat.session;

import dev.starling.chat.fanout.Batch;
import dev.starling.chat.input.Rejection;
import dev.starling.net.ClientConnection;

/**
 * How a {@link Session} speaks to its client: lines over TCP, or frames over a WebSocket. Belongs
 * to the connection's event loop; once the connection is closed everything is ignored.
 */
public interface ClientTransport {
  /** Why the server closes a connection. */
  enum Close {
    /** The client may not join; the rejection says why, and that it is of no use to try again. */
    REFUSED,
    /** Not now: the client is to try again, perhaps elsewhere. */
    TRY_AGAIN,
    /** The session goes on over another connection. */
    MOVED,
    /** The token has expired. */
    EXPIRED,
    /** Nothing was sent for too long. */
    IDLE,
    /** The client did not connect in time. */
    NOT_CONNECTED,
    /** Too much was left unread. */
    TOO_SLOW,
    /** The server failed. */
    FAILED;

    /** Whether the client has done nothing wrong and may go on over another connection. */
    boolean mayComeBack() {
      return this == TRY_AGAIN || this == TOO_SLOW || this == FAILED;
    }
  }

  /** The client is in; events follow. */
  void welcome(Welcome welcome);

  /** Events in sequence. */
  void deliver(Batch batch);

  /** Events that are no longer kept. */
  void gap(long from, long to);

  /** The transcript has another epoch. */
  void restarted(String epoch, long seq);

  /**
   * A message is in the transcript.
   *
   * @param id null when the client gave it none
   */
  void accepted(String id, long seq);

  /**
   * Sends a rejection; the connection stays.
   *
   * @param id of the message; null when it has none
   */
  void reject(String id, Rejection why);

  /** Says why not, and closes. */
  void refuse(Rejection why, Close close);

  /** Closes, as soon as everything before has been sent. */
  void close(Close close);

  /** The client has left and was sent everything up to that: closes. */
  void finish();

  /** Whether the client can go on over another connection; otherwise any end is for good. */
  boolean canResume();

  /** The connection to the client. */
  ClientConnection connection();
}
