package dev.starling.chat.session;

/**
 * Where a connection is between its first word and its end.
 *
 * <pre>
 *   EXPECTED --connect--&gt; CHECKING --name settled--&gt; JOINING --in--&gt; BEGINNING --&gt; JOINED
 *   BEGINNING, JOINED --taken for lost--&gt; REJOINING --in--&gt; BEGINNING
 *   JOINED --end of input--&gt; LEAVING --own left delivered--&gt; CLOSED
 *   any state --closed, refused or failed--&gt; CLOSED
 * </pre>
 */
enum SessionState {
  /** The client has not connected yet. */
  EXPECTED,
  /** Its token is being checked. */
  CHECKING,
  /** The room is asked to let the user in. */
  JOINING,
  /** Welcomed; the user's own joined is about to be delivered. */
  BEGINNING,
  /** In: what the client sends is said at once. */
  JOINED,
  /** Welcomed before, then taken for lost: the room is asked once more. */
  REJOINING,
  /** The client sends nothing more and reads up to its own left. */
  LEAVING,
  /** Nothing that comes matters. */
  CLOSED;

  /** Whether the room is being asked to let the user in. */
  boolean isAsking() {
    return this == JOINING || this == REJOINING;
  }

  /** Whether the connection speaks for a member. */
  boolean isIn() {
    return this == BEGINNING || this == JOINED;
  }

  /** Whether the client has been welcomed and is not gone. */
  boolean isWelcomed() {
    return isIn() || this == REJOINING || this == LEAVING;
  }

  /** Whether nothing more that the client sends matters. */
  boolean isOver() {
    return this == LEAVING || this == CLOSED;
  }
}
