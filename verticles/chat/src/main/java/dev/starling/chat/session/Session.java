package dev.starling.chat.session;

import dev.starling.chat.event.Key;
import dev.starling.chat.fanout.Batch;
import dev.starling.chat.fanout.Subscriber;
import dev.starling.chat.input.Credentials;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.input.Username;
import dev.starling.chat.room.Room;
import dev.starling.chat.session.ClientTransport.Close;
import dev.starling.chat.store.Result;
import dev.starling.shared.contract.Bearer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * One connection from its first word to its end, whichever protocol it speaks:
 *
 * <pre>
 *   EXPECTED --connect--&gt; CHECKING --token valid--&gt; JOINING --in--&gt; JOINED --end--&gt; LEAVING
 *       any state --closed or refused--&gt; CLOSED;  JOINED --taken for lost--&gt; JOINING
 * </pre>
 *
 * Belongs to the connection's event loop.
 */
public final class Session implements Subscriber, ConnectionTimeouts.Watched {
  private enum State {
    EXPECTED,
    CHECKING,
    JOINING,
    JOINED,
    LEAVING,
    CLOSED
  }

  private static final Rejection UNAVAILABLE =
      Rejection.notAccepted("the transcript store is unavailable");

  private final ClientTransport transport;
  private final ConnectionContext context;

  private State state = State.EXPECTED;
  private Username username;
  private String secret;
  private Key sessionKey;
  private Key connection;
  private Optional<Resume> resume = Optional.empty();
  private boolean welcomed;
  private boolean ended;

  // The member's own left, once it is known: the last event that the client is sent.
  private long last = Long.MAX_VALUE;

  // Messages that came before the room let the user in; null when there are none.
  private Queue<Runnable> early;
  private long expires = Bearer.NEVER;
  private long lastHeard;

  /** A connection that has just opened. */
  public Session(ClientTransport transport, ConnectionContext context) {
    this.transport = transport;
    this.context = context;
    this.lastHeard = context.nanos();
    context.timeouts().add(this);
  }

  /** Notes that the client has sent something. */
  public void heard() {
    lastHeard = context.nanos();
  }

  /** Whether the client has not said who it is. */
  public boolean isExpected() {
    return state == State.EXPECTED;
  }

  /** Whether nothing more that the client sends matters. */
  public boolean isOver() {
    return state == State.CLOSED || state == State.LEAVING;
  }

  /** Messages that wait for the user to be in. */
  public int waiting() {
    return early == null ? 0 : early.size();
  }

  /**
   * The client says who it is.
   *
   * @param name empty when it is left to the token
   */
  public void connect(Optional<Username> name, Optional<String> token, Optional<Resume> goingOn) {
    state = State.CHECKING;
    resume = goingOn;
    context
        .credentials()
        .check(name, token)
        .onSuccess(this::join)
        .onFailure(failure -> refuse(((Credentials.Denied) failure).why(), Close.REFUSED));
  }

  /** Runs a step of the client once the user is in: now, or after those that wait. */
  public void whenJoined(Runnable step) {
    if (state == State.JOINED && early == null) {
      step.run();
    } else if (!isOver()) {
      early = early == null ? new ArrayDeque<>() : early;
      early.add(step);
    }
  }

  /** Whether the user may send one more message now. */
  public boolean admits() {
    return context.rates().admits(username);
  }

  /**
   * The user sends a message; to be called when joined.
   *
   * @param id under which it may be sent again; null for none
   */
  public void say(String id, String text) {
    if (!admits()) {
      reject(id, context.rules().tooFast());
      return;
    }
    Optional<Rejection> wrong = context.rules().check(text);
    if (wrong.isPresent()) {
      reject(id, wrong.get());
      return;
    }
    Key key = id == null ? Key.random() : Key.of(secret, username.key(), id);
    context.room().say(username.key(), connection, key, text, result -> said(id, result));
  }

  /** What the client sent is not done. */
  public void reject(String id, Rejection why) {
    context.room().countRejection(why);
    transport.reject(id, why);
  }

  /** The client may not go on. */
  public void refuse(Rejection why, Close close) {
    if (state != State.CLOSED) {
      context.room().countRejection(why);
      over(close != Close.TRY_AGAIN, state == State.JOINED);
      transport.refuse(why, close);
    }
  }

  /** The client sends nothing more, and leaves once it was sent everything up to that. */
  public void end() {
    ended = true;
    switch (state) {
      case EXPECTED, CHECKING -> {
        over(true, false);
        transport.finish();
      }
      case JOINED -> whenJoined(this::leave);
      case JOINING, LEAVING, CLOSED -> {}
    }
  }

  /**
   * The connection is gone.
   *
   * @param clean whether the client closed it in good order: it leaves at once, and may otherwise
   *     come back
   */
  public void closed(boolean clean) {
    if (state != State.CLOSED) {
      over(clean, state == State.JOINED);
    }
  }

  private void over(boolean clean, boolean wasIn) {
    state = State.CLOSED;
    early = null;
    context.timeouts().remove(this);
    context.fanout().unsubscribe(this);
    if (wasIn) {
      depart(clean);
    }
    if (welcomed) {
      welcomed = false;
      context.departed();
    }
  }

  private void depart(boolean clean) {
    if (clean) {
      context.room().leave(username.key(), connection, left -> {});
    } else {
      context.room().away(username.key(), connection);
    }
  }

  private void join(Credentials.Identity identity) {
    if (state != State.CHECKING) {
      return;
    }
    username = identity.username();
    expires = identity.expires();
    secret = resume.map(Resume::session).orElseGet(SessionSecrets::create);
    sessionKey = Key.of(secret);
    enter();
  }

  private void enter() {
    state = State.JOINING;
    connection = Key.random();
    context.room().join(username, sessionKey, connection, new Membership(connection));
  }

  private void joined(Key mine, Room.Joined joined) {
    if (state != State.JOINING || !mine.equals(connection)) {
      // The client was gone before it was in.
      context.room().away(username.key(), mine);
      return;
    }
    state = State.JOINED;
    if (!welcomed) {
      welcome(joined);
    }
    // After its own joined, which is about to be delivered.
    context.next(this::begin);
  }

  private void welcome(Room.Joined joined) {
    welcomed = true;
    context.arrived();
    String epoch = joined.epoch();
    long seq = joined.seq();
    OptionalLong chain = joined.chain();
    boolean restarted = false;
    if (resume.isPresent()) {
      boolean sameEpoch = resume.get().epoch().equals(epoch);
      restarted = !sameEpoch || resume.get().seq() > Math.max(seq, joined.tail());
      if (!restarted) {
        seq = resume.get().seq();
        chain = resume.get().chain();
      }
    }
    transport.welcome(new Welcome(secret, joined.online(), epoch, seq, chain));
    if (restarted) {
      transport.restarted(epoch, seq);
    }
    resume = Optional.empty();
    context.fanout().subscribe(this, epoch, seq, chain);
  }

  private void begin() {
    Queue<Runnable> steps = early;
    early = null;
    if (steps != null) {
      for (Runnable step : steps) {
        whenJoined(step);
      }
    }
    if (ended && state == State.JOINED) {
      leave();
    }
  }

  private void leave() {
    state = State.LEAVING;
    context.room().leave(username.key(), connection, this::left);
  }

  private void left(Result result) {
    last = result.status() == Result.Status.DONE ? result.seq() : 0;
    if (last == 0) {
      gone();
    }
  }

  private void gone() {
    if (state == State.LEAVING) {
      over(true, false);
      transport.finish();
    }
  }

  private void said(String id, Result result) {
    switch (result.status()) {
      case DONE, REPEATED -> transport.accepted(id, result.seq());
      case UNKNOWN -> reject(id, Rejection.unknown());
      default -> reject(id, UNAVAILABLE);
    }
  }

  @Override
  public void unavailable() {
    refuse(UNAVAILABLE, Close.TRY_AGAIN);
  }

  private void close(Close reason) {
    boolean leaves = reason == Close.IDLE || reason == Close.EXPIRED;
    if (state != State.CLOSED) {
      over(leaves, state == State.JOINED && reason != Close.MOVED);
      transport.close(reason);
    }
  }

  @Override
  public void deliver(Batch batch) {
    transport.deliver(batch);
    if (batch.last() >= last) {
      gone();
    }
  }

  @Override
  public void gap(long from, long to) {
    transport.gap(from, to);
  }

  @Override
  public void restarted(String epoch, long seq) {
    transport.restarted(epoch, seq);
  }

  @Override
  public boolean isFull() {
    return transport.isFull();
  }

  @Override
  public void whenDrained(Runnable step) {
    transport.whenDrained(step);
  }

  @Override
  public boolean isClosed() {
    return state == State.CLOSED || transport.isClosed();
  }

  @Override
  public void failed() {
    close(Close.FAILED);
  }

  @Override
  public boolean isConnected() {
    return state != State.EXPECTED;
  }

  @Override
  public long lastHeard() {
    return lastHeard;
  }

  @Override
  public long expires() {
    return expires;
  }

  @Override
  public void expired() {
    close(Close.EXPIRED);
  }

  @Override
  public void notConnectedInTime() {
    close(Close.NOT_CONNECTED);
  }

  @Override
  public void idle() {
    close(Close.IDLE);
  }

  @Override
  public String toString() {
    return "session of " + transport;
  }

  /** One attempt to be in the room; called on the connection's event loop. */
  private final class Membership implements Room.Connection {
    private final Key mine;

    Membership(Key mine) {
      this.mine = mine;
    }

    @Override
    public void joined(Room.Joined joined) {
      Session.this.joined(mine, joined);
    }

    @Override
    public void refused(Result why) {
      if (state == State.JOINING && mine.equals(connection)) {
        if (why.status() == Result.Status.TAKEN) {
          refuse(Rejection.taken(username.text(), why.other()), Close.REFUSED);
        } else {
          unavailable();
        }
      }
    }

    @Override
    public void moved() {
      if (mine.equals(connection)) {
        close(Close.MOVED);
      }
    }

    @Override
    public void lost() {
      // The others took this instance for lost: the session joins again.
      if (state == State.JOINED && mine.equals(connection)) {
        enter();
      }
    }
  }
}
