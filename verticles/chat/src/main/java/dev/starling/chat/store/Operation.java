package dev.starling.chat.store;

import dev.starling.chat.event.Key;

/**
 * One change of a room that an instance asks for. Each is conditional and idempotent: asked for
 * again, it does nothing more and is answered alike.
 *
 * <p>A member is found by the {@code nameKey} of its user name, under which look-alikes are equal,
 * and speaks through one connection at a time; what an earlier connection asks for is refused.
 */
public sealed interface Operation {
  /**
   * A connection wants to speak for a user. A free name joins; a name that the resumed session has
   * is taken over from the session's earlier connection, without an event; any other is taken. The
   * connection of a fresh session whose name is spoken for by a later one is absent.
   *
   * <p>A free name joins as the resumed session if that was its user's when the user left, as far
   * as the transcript still has that left: the keys of messages are made from the session, so those
   * before it are recognised. Otherwise it joins as the fresh session.
   *
   * @param connection identifies this connection
   * @param owner the instance that holds the connection
   */
  record Join(Applicant user, Key connection, String owner) implements Operation {}

  /**
   * The user that a connection wants to speak for.
   *
   * @param username as it is shown
   * @param resumed hash of the secret that the client gave; of none when it gave none, or has
   *     joined before
   * @param fresh hash of the secret that the client gets when the one it gave is of no user; that
   *     of its session once it has joined
   * @param resumable whether the session can go on over another connection; otherwise the user
   *     leaves as soon as the connection or its instance is lost
   */
  record Applicant(String username, String nameKey, Key resumed, Key fresh, boolean resumable) {}

  /**
   * A member sends a message.
   *
   * @param key of the message: the same for each attempt
   * @param connection the member's
   * @param since number of an event that was there before the first attempt, when this is a later
   *     one; {@link #FIRST_ATTEMPT} otherwise
   */
  record Say(Key key, String nameKey, Key connection, String text, long since)
      implements Operation {
    /** There was no earlier attempt of this instance. */
    public static final long FIRST_ATTEMPT = -1;
  }

  /** A member leaves for good. */
  record Leave(String nameKey, Key connection) implements Operation {}

  /**
   * A member's connection was lost: it leaves unless its session is back within the grace; at once
   * when it cannot be resumed.
   */
  record Away(String nameKey, Key connection) implements Operation {}

  /** An instance stops: its members are away, and those that cannot be resumed leave. */
  record Stop(String owner) implements Operation {}

  /**
   * An instance wants the room's events, or no more.
   *
   * @param owner the instance
   */
  record Watch(String owner, boolean on) implements Operation {}

  /**
   * Gives the transcript a new epoch, because readers found that it lost events.
   *
   * @param ended the epoch that they had read from; if it is another one already, nothing is done
   * @param fresh the new one
   */
  record Renew(String ended, String fresh) implements Operation {}
}
