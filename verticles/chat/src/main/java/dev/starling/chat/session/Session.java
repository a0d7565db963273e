package dev.starling.chat.session;

import dev.starling.chat.input.Credentials;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.input.Username;
import dev.starling.chat.room.Room;
import dev.starling.chat.session.ClientTransport.Close;
import dev.starling.chat.store.Result;
import java.util.Optional;

/**
 * One connection from its first word to its end, whichever protocol it speaks; {@link SessionState}
 * says how it goes. Belongs to the connection's event loop.
 */
public final class Session {
  private final ClientTransport transport;
  private final ConnectionContext context;
  private final Watched watched;
  private final Reader reader;
  private final Speech speech;
  private final EarlySteps early = new EarlySteps();

  private SessionState state = SessionState.EXPECTED;
  private Optional<Resume> resume = Optional.empty();

  // Null until the client's name is settled.
  private Membership membership;

  /** A connection that has just opened. */
  public Session(ClientTransport transport, ConnectionContext context) {
    this.transport = transport;
    this.context = context;
    this.watched = new Watched(context.nanos(), this::close);
    this.reader = new Reader(transport, context.room(), this::readToTheEnd, this::close);
    this.speech = new Speech(transport, context, watched);
    context.timeouts().add(watched);
  }

  /** Notes that the client has sent something. */
  public void heard() {
    watched.heard(context.nanos());
  }

  /** Whether the client has not connected yet. */
  public boolean isExpected() {
    return state == SessionState.EXPECTED;
  }

  /** Whether nothing more that the client sends matters. */
  public boolean isOver() {
    return state.isOver();
  }

  /** The messages of the client. */
  public Speech speech() {
    return speech;
  }

  /**
   * Connects the client.
   *
   * @param name empty when it is left to the token
   */
  public void connect(Optional<Username> name, Optional<String> token, Optional<Resume> goingOn) {
    state = SessionState.CHECKING;
    watched.connected();
    resume = goingOn;
    context
        .credentials()
        .check(name, token)
        .onSuccess(this::join)
        .onFailure(failure -> refuse(((Credentials.Denied) failure).why(), Close.REFUSED));
  }

  /**
   * Runs a step of the client once the user is in: now, or after those that wait. When too much
   * waits it is rejected instead.
   *
   * @param id of the message; null when it has none
   * @param size bytes that keeping the step takes
   */
  public void whenJoined(String id, int size, Runnable step) {
    if (state == SessionState.JOINED) {
      step.run();
    } else if (!state.isOver() && !early.add(size, step)) {
      speech.reject(id, context.rules().tooFast());
    }
  }

  /** The client may not go on. */
  public void refuse(Rejection why, Close close) {
    if (state != SessionState.CLOSED) {
      context.room().countRejection(why);
      over(close);
      transport.refuse(why, close);
    }
  }

  /** The client sends nothing more, and leaves once it was sent everything up to that. */
  public void end() {
    if (state == SessionState.EXPECTED) {
      finish();
    } else if (state == SessionState.JOINED) {
      leave();
    } else if (!state.isOver()) {
      early.keep(this::leave);
    }
  }

  /**
   * The connection is gone.
   *
   * @param clean whether the client closed it in good order: it leaves at once, and may otherwise
   *     come back
   */
  public void closed(boolean clean) {
    if (state != SessionState.CLOSED) {
      over(clean);
    }
  }

  private void close(Close why) {
    if (why == Close.TRY_AGAIN) {
      refuse(Speech.UNAVAILABLE, why);
    } else if (state != SessionState.CLOSED) {
      over(why);
      transport.close(why);
    }
  }

  private void join(Credentials.Identity identity) {
    if (state == SessionState.CHECKING) {
      state = SessionState.JOINING;
      watched.expiresAt(identity.expires());
      membership =
          new Membership(
              context.room(),
              identity.username(),
              resume.map(Resume::session),
              transport.canResume(),
              new Joining());
      speech.begin(membership);
      membership.join();
    }
  }

  private void welcome(Room.Joined joined) {
    Start start = Start.of(joined, resume);
    resume = Optional.empty();
    context.attendance().arrived();
    transport.welcome(
        new Welcome(
            membership.secret(), joined.online(), start.epoch(), start.seq(), start.chain()));
    reader.begin(start);
  }

  private void begin() {
    if (state == SessionState.BEGINNING) {
      state = SessionState.JOINED;
      early.runWhile(() -> state == SessionState.JOINED);
    }
  }

  private void leave() {
    state = SessionState.LEAVING;
    membership.leave(
        result -> {
          if (result.status() == Result.Status.DONE) {
            reader.endAt(result.seq());
          } else {
            readToTheEnd();
          }
        });
  }

  private void readToTheEnd() {
    if (state == SessionState.LEAVING) {
      finish();
    }
  }

  private void finish() {
    over(true);
    transport.finish();
  }

  private void over(Close why) {
    if (why == Close.MOVED) {
      // The other connection speaks for the member now.
      release();
    } else {
      over(!why.mayComeBack());
    }
  }

  private void over(boolean clean) {
    boolean departs = state.isAsking() || state.isIn();
    release();
    if (departs) {
      membership.depart(clean || !transport.canResume());
    }
  }

  private void release() {
    boolean welcomed = state.isWelcomed();
    state = SessionState.CLOSED;
    early.clear();
    context.timeouts().remove(watched);
    reader.close();
    if (welcomed) {
      context.attendance().departed();
    }
  }

  /** How asking for the user's place in the room goes on. */
  private final class Joining implements Membership.Listener {
    @Override
    public void joined(Room.Joined joined) {
      boolean first = state == SessionState.JOINING;
      state = SessionState.BEGINNING;
      if (first) {
        welcome(joined);
      }
      // After its own joined, which is about to be delivered.
      context.next(Session.this::begin);
    }

    @Override
    public void refused(Result why) {
      if (why.status() == Result.Status.TAKEN) {
        refuse(Rejection.taken(membership.username().text(), why.other()), Close.REFUSED);
      } else {
        close(Close.TRY_AGAIN);
      }
    }

    @Override
    public void moved() {
      close(Close.MOVED);
    }

    @Override
    public void lost() {
      if (state.isIn()) {
        state = SessionState.REJOINING;
        membership.join();
      }
    }
  }
}
