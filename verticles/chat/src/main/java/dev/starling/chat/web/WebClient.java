package dev.starling.chat.web;

import dev.starling.chat.Door;
import dev.starling.chat.Watch;
import dev.starling.chat.input.Credentials;
import dev.starling.chat.input.Username;
import dev.starling.chat.room.Batch;
import dev.starling.chat.room.Guest;
import dev.starling.chat.room.Published;
import dev.starling.chat.room.Refusal;
import dev.starling.chat.room.Resume;
import dev.starling.chat.room.Seat;
import dev.starling.chat.room.Welcome;
import dev.starling.shared.contract.Bearer;
import dev.starling.shared.contract.BearerTokens;
import dev.starling.shared.websocket.WebSocketConnection;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** One WebSocket: its frames to the room, the room's news to it. Belongs to its event loop. */
final class WebClient implements Guest, Watch.Watched {
  /** The client said nothing for too long. */
  private static final short IDLE = 4000;

  /** The client may not enter; the frame before says why. */
  private static final short REFUSED = 4002;

  /** The session goes on over another connection. */
  private static final short REPLACED = 4003;

  /** The client's token is no longer valid. */
  private static final short EXPIRED = 4004;

  /** RFC 6455's registry: try again later. */
  private static final short TRY_AGAIN_LATER = 1013;

  private static final int MOST_EARLY = 100;

  private static final Refusal EXPECTED_CONNECT =
      new Refusal(
          Refusal.Code.EXPECTED_CONNECT,
          "expected {\"type\":\"connect\",\"username\":\"<username>\"}");
  private static final Refusal CONNECTED_ALREADY =
      new Refusal(Refusal.Code.MALFORMED, "connected already");
  private static final Refusal BINARY =
      new Refusal(Refusal.Code.MALFORMED, "a frame must be text, not binary");

  private final WebSocketConnection connection;
  private final Door door;

  // Of the request to open it; kept until it is used.
  private Optional<String> headerToken;

  // Messages that came before the room let the user in; null when there are none.
  private Queue<Request.Message> early;
  private Username username;
  private Seat seat;
  private boolean introduced;
  private long expires = Bearer.NEVER;
  private boolean welcome;
  private boolean begun;
  private long lastHeard = System.nanoTime();

  WebClient(WebSocketConnection connection, Door door) {
    this.connection = connection;
    this.door = door;
    this.headerToken = BearerTokens.given(connection.header(HttpHeaders.AUTHORIZATION));
  }

  /** Begins to listen to the client. */
  void open() {
    connection.onText(this::received);
    connection.onBinary(() -> complain(BINARY, null));
    connection.onClose(this::closed);
    door.watch().add(this);
  }

  private void received(String text) {
    lastHeard = System.nanoTime();
    Request request;
    try {
      request = Request.parse(text);
    } catch (Request.Malformed malformed) {
      complain(malformed.why(), malformed.id());
      return;
    }
    if (request instanceof Request.Connect connect) {
      connect(connect);
    } else if (request instanceof Request.Message message) {
      received(message);
    }
  }

  private void connect(Request.Connect connect) {
    if (introduced) {
      complain(CONNECTED_ALREADY, null);
      return;
    }
    introduced = true;
    Optional<String> token = connect.token().or(() -> headerToken);
    headerToken = Optional.empty();
    door.credentials()
        .check(connect.username(), token)
        .onSuccess(identity -> enter(identity, connect.resume()))
        .onFailure(failure -> refuse(((Credentials.Denied) failure).why(), REFUSED));
  }

  private void enter(Credentials.Identity identity, Optional<Resume> resume) {
    if (!connection.isClosed()) {
      username = identity.username();
      expires = identity.expires();
      seat = door.room().enter(door.audience(), this, identity.username(), resume);
    }
  }

  private void received(Request.Message message) {
    if (!introduced) {
      refuse(EXPECTED_CONNECT, REFUSED);
    } else if (begun) {
      say(message);
    } else if (early == null || early.size() < MOST_EARLY) {
      early = early == null ? new ArrayDeque<>() : early;
      early.add(message);
    } else {
      complain(door.rules().tooFast(), message.id());
    }
  }

  private void say(Request.Message message) {
    if (!door.rates().admits(username)) {
      complain(door.rules().tooFast(), message.id());
      return;
    }
    Optional<Refusal> wrong = door.rules().check(message.text());
    if (wrong.isPresent()) {
      complain(wrong.get(), message.id());
    } else {
      door.room().say(seat, message.id(), message.text());
    }
  }

  private void complain(Refusal why, String id) {
    if (!introduced) {
      refuse(why.code() == Refusal.Code.USERNAME_INVALID ? why : EXPECTED_CONNECT, REFUSED);
    } else {
      door.room().countRefusal(why);
      connection.send(Frames.error(why, id));
    }
  }

  private void refuse(Refusal why, short code) {
    door.room().countRefusal(why);
    connection.send(Frames.error(why, null));
    connection.close(code, why.code().text(), why.code().text());
  }

  private void closed() {
    door.watch().remove(this);
    if (seat != null) {
      door.closed(seat);
    }
    if (welcome) {
      door.departed();
    }
  }

  @Override
  public void welcome(Welcome news) {
    if (connection.isClosed()) {
      return;
    }
    welcome = true;
    door.arrived();
    connection.send(Frames.welcome(news));
    // After its own joined, which is about to be delivered.
    door.next(this::begin);
  }

  private void begin() {
    begun = true;
    Queue<Request.Message> waiting = early;
    early = null;
    if (waiting != null) {
      waiting.forEach(this::say);
    }
  }

  @Override
  public void refused(Refusal why) {
    refuse(why, why.code() == Refusal.Code.NOT_ACCEPTED ? TRY_AGAIN_LATER : REFUSED);
  }

  @Override
  public void deliver(Batch batch) {
    for (Published event : batch.events()) {
      connection.send(event.frame());
    }
  }

  @Override
  public void gap(long from, long to) {
    connection.send(Frames.gap(from, to));
  }

  @Override
  public void restarted(String epoch, long seq) {
    connection.send(Frames.restarted(epoch, seq));
  }

  @Override
  public void accepted(String id, long seq) {
    connection.send(Frames.ack(id, seq));
  }

  @Override
  public void rejected(String id, Refusal why) {
    complain(why, id);
  }

  @Override
  public void replaced() {
    connection.close(REPLACED, "the session goes on over another connection", "replaced");
  }

  @Override
  public void expelled(Refusal why) {
    refuse(why, REFUSED);
  }

  @Override
  public void failed() {
    connection.close(WebSocketConnection.INTERNAL_ERROR, "internal error", "failed");
  }

  @Override
  public void left() {
    // It leaves by closing.
  }

  @Override
  public boolean isConnected() {
    return introduced;
  }

  @Override
  public long lastHeard() {
    return lastHeard;
  }

  @Override
  public void notConnectedInTime() {
    refuse(EXPECTED_CONNECT, REFUSED);
  }

  @Override
  public long expires() {
    return expires;
  }

  @Override
  public void expired() {
    connection.close(EXPIRED, "the bearer token has expired", "expired");
  }

  @Override
  public void idle() {
    connection.close(IDLE, "nothing was sent for too long", "idle");
  }
}
