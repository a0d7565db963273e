package dev.starling.quickstart;

import dev.starling.shared.http.HttpServers;
import dev.starling.shared.http.Problem;
import dev.starling.shared.websocket.GoingAway;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Relays WebSockets frame by frame, with back-pressure both ways: a client that does not read makes
 * the service's outbox fill, not the relay's memory. Belongs to one event loop.
 */
final class WebSocketRelay {
  private static final int MAX_FRAME = 65_536;
  private static final int MAX_CONNECTIONS = 10_000;
  private static final long PING_MILLIS = 20_000;

  /** RFC 6455, section 7.4.1: the server goes away. */
  private static final short GOING_AWAY = 1001;

  /** RFC 6455, section 7.4.1: never sent, it stands for a connection that ended without a code. */
  private static final short ABNORMAL = 1006;

  private final Vertx vertx;
  private final long drainMillis;

  // Kept: a client that nobody holds is collected, and its connections are closed.
  private final WebSocketClient client;

  // Clients whose WebSockets are open.
  private int open;

  /**
   * Creates it on its event loop.
   *
   * @param drainMillis within which its clients are closed when the edge drains
   */
  WebSocketRelay(Vertx vertx, long drainMillis) {
    this.vertx = vertx;
    this.drainMillis = drainMillis;
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxFrameSize(MAX_FRAME)
                .setMaxConnections(MAX_CONNECTIONS)
                .setConnectTimeout(2_000));
  }

  /** Opens the service's side first, so that what the service refuses is refused here. */
  void accept(HttpServerRequest request, SocketAddress service) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setServer(service).setURI(request.uri());
    for (CharSequence name : List.of(HttpHeaders.ORIGIN, HttpHeaders.AUTHORIZATION)) {
      String value = request.getHeader(name);
      if (value != null) {
        options.addHeader(name, value);
      }
    }
    if (request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
      options.addSubProtocol(HttpServers.SUBPROTOCOL);
    }
    request.pause();
    client
        .connect(options)
        .compose(
            upstream -> {
              if (request.response().closed()) {
                // Vert.x would answer who is gone by now, and complain of it.
                upstream.close(GOING_AWAY);
                return Future.failedFuture("the client is gone");
              }
              upstream.pause();
              request.resume();
              return request
                  .toWebSocket()
                  .onSuccess(downstream -> join(downstream, upstream))
                  .onFailure(failure -> upstream.close(GOING_AWAY));
            },
            failure -> refuse(request, failure));
  }

  private static <T> Future<T> refuse(HttpServerRequest request, Throwable failure) {
    request.resume();
    int status = failure instanceof UpgradeRejectedException refused ? refused.getStatus() : 502;
    Problem.of(status, "the service did not open the WebSocket").send(request.response());
    return Future.failedFuture(failure);
  }

  private void join(WebSocketBase downstream, WebSocketBase upstream) {
    pump(downstream, upstream);
    pump(upstream, downstream);
    open++;
    downstream.closeHandler(
        closed -> {
          open--;
          passClose(downstream, upstream);
        });
    upstream.closeHandler(closed -> passClose(upstream, downstream));
    downstream.shutdownHandler(draining -> drain(downstream));
    watch(downstream);
    upstream.resume();
  }

  private static void pump(WebSocketBase from, WebSocketBase to) {
    from.frameHandler(
        frame -> {
          if (carriesData(frame) && !to.isClosed()) {
            to.writeFrame(frame);
            if (to.writeQueueFull()) {
              from.pause();
              to.drainHandler(drained -> from.resume());
            }
          }
        });
    from.exceptionHandler(failure -> failed(from, to, failure));
  }

  private static void passClose(WebSocketBase from, WebSocketBase to) {
    to.close(codeOf(from), from.closeReason());
  }

  /** A violation of the protocol is answered with its code; Vert.x would only drop who did it. */
  private static void failed(WebSocketBase from, WebSocketBase to, Throwable failure) {
    if (failure instanceof CorruptedWebSocketFrameException violation && !from.isClosed()) {
      WebSocketCloseStatus status = violation.closeStatus();
      from.close((short) status.code(), status.reasonText());
    }
    to.close(GOING_AWAY);
  }

  /** The edge drains: each client is closed in its turn. */
  private void drain(WebSocketBase downstream) {
    long delay = GoingAway.delay(open, drainMillis, ThreadLocalRandom.current());
    vertx.setTimer(
        delay + 1,
        timer -> {
          if (!downstream.isClosed()) {
            downstream.close(GoingAway.CODE, GoingAway.REASON);
          }
        });
  }

  /**
   * Pings are answered on each side by itself, so a client that vanished has to be noticed here.
   */
  private void watch(WebSocketBase downstream) {
    boolean[] answered = {true};
    downstream.pongHandler(payload -> answered[0] = true);
    vertx.setPeriodic(
        PING_MILLIS,
        timer -> {
          if (!answered[0] || downstream.isClosed()) {
            vertx.cancelTimer(timer);
            downstream.close(GOING_AWAY);
          } else {
            answered[0] = false;
            downstream.writePing(Buffer.buffer());
          }
        });
  }

  private static boolean carriesData(WebSocketFrame frame) {
    return frame.isText() || frame.isBinary() || frame.isContinuation();
  }

  private static short codeOf(WebSocketBase socket) {
    Short code = socket.closeStatusCode();
    return code == null || code == ABNORMAL ? GOING_AWAY : code;
  }
}
