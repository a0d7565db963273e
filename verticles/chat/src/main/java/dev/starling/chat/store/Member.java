package dev.starling.chat.store;

import dev.starling.chat.event.Key;

/** A user in a room. Changed only by the {@link RoomState} it belongs to. */
final class Member {
  /** Not away. */
  static final long HERE = 0;

  final String username;
  final String nameKey;
  final Key session;
  final boolean resumable;

  /** Number of its joined event. */
  final long since;

  Key connection;
  String owner;

  /** When it leaves unless its session comes back, by the store's clock; {@link #HERE} if not. */
  long awayUntil = HERE;

  Member(Operation.Applicant user, Key session, long since, Key connection, String owner) {
    this(user.username(), user.nameKey(), session, user.resumable(), since, connection, owner);
  }

  Member(
      String username,
      String nameKey,
      Key session,
      boolean resumable,
      long since,
      Key connection,
      String owner) {
    this.username = username;
    this.nameKey = nameKey;
    this.session = session;
    this.resumable = resumable;
    this.since = since;
    this.connection = connection;
    this.owner = owner;
  }

  /**
   * Key of a left event, by which the session is known to have been this user's for as long as the
   * event is kept.
   */
  static Key leftKey(Key session, String nameKey) {
    return Key.of("left", session.toUuid().toString(), nameKey);
  }
}
