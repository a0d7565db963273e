package dev.starling.chat.session;

import dev.starling.chat.event.Key;
import dev.starling.chat.input.Username;
import dev.starling.chat.room.Room;
import dev.starling.chat.room.RoomAccess;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A user's place in the room, asked for over one connection: once, and again each time that the
 * room has taken it for lost. Answers to an attempt that is no longer the latest are not passed on.
 * Belongs to the connection's event loop.
 */
final class Membership {
  /** Learns how the latest attempt went on. */
  interface Listener {
    /** The user is in. */
    void joined(Room.Joined joined);

    /** The user is not in. */
    void refused(Result why);

    /** The session goes on over another connection. */
    void moved();

    /** The user left without having asked to. */
    void lost();
  }

  private final RoomAccess room;
  private final Username username;
  private final boolean resumable;
  private final Listener listener;

  // Secret of a session whose place is taken over; none once the user is in, unless no client has
  // it: a connection that is taken for lost must not take the place from a later one.
  private Optional<String> resumed;

  // Once the user is in, that of its session.
  private String fresh = SessionSecrets.create();

  // Of the latest attempt.
  private Attempt attempt;

  /**
   * Creates it.
   *
   * @param resumed secret of a session as the client says, which may be no one's
   * @param resumable whether the client can go on over another connection
   */
  Membership(
      RoomAccess room,
      Username username,
      Optional<String> resumed,
      boolean resumable,
      Listener listener) {
    this.room = room;
    this.username = username;
    this.resumed = resumed;
    this.resumable = resumable;
    this.listener = listener;
  }

  Username username() {
    return username;
  }

  /** By which the client, once it is in, can go on over another connection. */
  String secret() {
    return fresh;
  }

  /** Asks for the place. */
  void join() {
    attempt = new Attempt(Key.random());
    Key session = resumed.map(Key::of).orElseGet(Key::random);
    Operation.Applicant user =
        new Operation.Applicant(username.text(), username.key(), session, Key.of(fresh), resumable);
    room.join(user, attempt.connection, attempt);
  }

  /**
   * Sends a message.
   *
   * @param id under which it may be sent again; null for none
   */
  void say(String id, String text, Consumer<Result> answer) {
    Key key = id == null ? Key.random() : Key.of(fresh, username.key(), id);
    room.say(username.key(), attempt.connection, key, text, answer);
  }

  /** Leaves for good. */
  void leave(Consumer<Result> answer) {
    room.leave(username.key(), attempt.connection, answer);
  }

  /**
   * The connection is gone.
   *
   * @param clean whether the user leaves at once, and may otherwise come back
   */
  void depart(boolean clean) {
    attempt.depart(clean);
  }

  private void settle(boolean isResumed) {
    fresh = isResumed ? resumed.orElseThrow() : fresh;
    resumed = resumable ? Optional.empty() : Optional.of(fresh);
  }

  /** One attempt; the room calls it on the connection's event loop. */
  private final class Attempt implements Room.Connection {
    private final Key connection;
    private boolean isIn;
    private boolean departed;
    private boolean clean;

    Attempt(Key connection) {
      this.connection = connection;
    }

    void depart(boolean clean) {
      departed = true;
      this.clean = clean;
      if (isIn) {
        giveUp();
      }
    }

    @Override
    public void joined(Room.Joined joined) {
      isIn = true;
      if (departed) {
        // The client was gone before it was in.
        giveUp();
      } else {
        settle(joined.resumed());
        listener.joined(joined);
      }
    }

    @Override
    public void refused(Result why) {
      if (!departed) {
        listener.refused(why);
      }
    }

    @Override
    public void moved() {
      if (isLatest()) {
        listener.moved();
      }
    }

    @Override
    public void lost() {
      if (isLatest()) {
        listener.lost();
      }
    }

    private boolean isLatest() {
      return !departed && attempt == this;
    }

    private void giveUp() {
      if (clean) {
        room.leave(username.key(), connection, left -> {});
      } else {
        room.away(username.key(), connection);
      }
    }
  }
}
