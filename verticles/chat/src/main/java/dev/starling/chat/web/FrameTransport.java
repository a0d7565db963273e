package dev.starling.chat.web;

import dev.starling.chat.fanout.Batch;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.session.ClientTransport;
import dev.starling.chat.session.ConnectionContext;
import dev.starling.chat.session.Session;
import dev.starling.chat.session.Welcome;
import dev.starling.net.websocket.WebSocketConnection;
import dev.starling.web.auth.BearerTokens;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/** The frame protocol of one WebSocket. Belongs to its event loop. */
final class FrameTransport implements ClientTransport {
  /** Close codes of the protocol, and 1013 (try again later) of RFC 6455's registry. */
  private static final short IDLE = 4000;

  private static final short REFUSED = 4002;
  private static final short MOVED = 4003;
  private static final short EXPIRED = 4004;
  private static final short TRY_AGAIN_LATER = 1013;

  private static final Rejection EXPECTED_CONNECT =
      new Rejection(
          Rejection.Code.EXPECTED_CONNECT,
          "expected {\"type\":\"connect\",\"username\":\"<username>\"}");
  private static final Rejection CONNECTED_ALREADY =
      new Rejection(Rejection.Code.MALFORMED, "connected already");
  private static final Rejection BINARY =
      new Rejection(Rejection.Code.MALFORMED, "a frame must be text, not binary");

  private final WebSocketConnection connection;
  private final ConnectionContext context;
  private final Session session;

  // Made when first needed: most clients ask nothing.
  private FrameQueries queries;

  // Of the request to open it; kept until it is used.
  private Optional<String> headerToken;

  FrameTransport(WebSocketConnection connection, ConnectionContext context) {
    this.connection = connection;
    this.context = context;
    this.headerToken = BearerTokens.given(connection.header(HttpHeaders.AUTHORIZATION));
    this.session = new Session(this, context);
  }

  /** Begins to listen to the client. */
  void open() {
    connection.onText(this::received);
    connection.onBinary(() -> complain(BINARY, null));
    connection.onClose(() -> session.closed(connection.isClosedByClient()));
  }

  private void received(String text) {
    session.heard();
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
    } else if (request instanceof Request.Refresh refresh) {
      received(refresh);
    } else if (request instanceof Request.History question) {
      asked(question.id(), () -> queries().ask(question));
    } else if (request instanceof Request.Presence question) {
      asked(question.id(), () -> queries().ask(question));
    }
  }

  private void connect(Request.Connect connect) {
    if (!session.isExpected()) {
      complain(CONNECTED_ALREADY, null);
      return;
    }
    Optional<String> token = connect.token().or(() -> headerToken);
    headerToken = Optional.empty();
    session.connect(connect.username(), token, connect.resume());
  }

  private void received(Request.Message message) {
    if (session.isExpected()) {
      session.refuse(EXPECTED_CONNECT, Close.REFUSED);
    } else {
      int size = Character.BYTES * message.text().length();
      session.whenJoined(
          message.id(), size, () -> session.speech().say(message.id(), message.text()));
    }
  }

  private void received(Request.Refresh refresh) {
    if (session.isExpected()) {
      session.refuse(EXPECTED_CONNECT, Close.REFUSED);
    } else {
      int size = Character.BYTES * refresh.token().length();
      session.whenJoined(
          null,
          size,
          () ->
              session
                  .speech()
                  .tokens()
                  .take(refresh.token(), expires -> connection.send(Frames.refreshed(expires))));
    }
  }

  private FrameQueries queries() {
    if (queries == null) {
      queries = new FrameQueries(connection, context.room(), session.speech());
    }
    return queries;
  }

  private void asked(String id, Runnable question) {
    if (session.isExpected()) {
      session.refuse(EXPECTED_CONNECT, Close.REFUSED);
    } else {
      session.whenJoined(id, 0, question);
    }
  }

  private void complain(Rejection why, String id) {
    if (session.isExpected()) {
      session.refuse(
          why.code() == Rejection.Code.USERNAME_INVALID ? why : EXPECTED_CONNECT, Close.REFUSED);
    } else {
      session.speech().reject(id, why);
    }
  }

  @Override
  public void welcome(Welcome welcome) {
    connection.send(Frames.welcome(welcome));
  }

  @Override
  public void deliver(Batch batch) {
    connection.sendFrames(batch.frames(), batch.events().size());
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
    if (id != null) {
      connection.send(Frames.ack(id, seq));
    }
  }

  @Override
  public void reject(String id, Rejection why) {
    connection.send(Frames.error(why, id));
  }

  @Override
  public void refuse(Rejection why, Close close) {
    connection.send(Frames.error(why, null));
    connection.close(
        close == Close.TRY_AGAIN ? TRY_AGAIN_LATER : REFUSED, why.code().text(), why.code().text());
  }

  @Override
  public void close(Close close) {
    switch (close) {
      case NOT_CONNECTED -> refuse(EXPECTED_CONNECT, Close.REFUSED);
      case IDLE -> connection.close(IDLE, "nothing was sent for too long", "idle");
      case EXPIRED -> connection.close(EXPIRED, "the bearer token has expired", "expired");
      case MOVED ->
          connection.close(MOVED, "the session goes on over another connection", "replaced");
      case TRY_AGAIN, REFUSED -> connection.close(TRY_AGAIN_LATER, "try again", "not_accepted");
      case TOO_SLOW -> connection.close(WebSocketConnection.TOO_SLOW, "too slow", "slow");
      case FAILED ->
          connection.close(WebSocketConnection.INTERNAL_ERROR, "internal error", "failed");
    }
  }

  @Override
  public void finish() {
    // It leaves by closing.
  }

  @Override
  public boolean canResume() {
    return true;
  }

  @Override
  public WebSocketConnection connection() {
    return connection;
  }
}
