package dev.starling.net.websocket;

import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.core.problem.Problem;
import dev.starling.net.internal.FrameChannel;
import dev.starling.net.internal.RequestWrapper;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clients open WebSockets: upgrades the requests of one path, or says why not. One for each
 * instance of a verticle, on its event loop.
 */
public final class WebSocketEndpoint implements Handler<HttpServerRequest> {
  private static final Logger log = LoggerFactory.getLogger(WebSocketEndpoint.class);

  private final Origins origins;
  private final int maxMessage;
  private final long outboxLimit;
  private final ConnectionMetrics metrics;
  private final PingSchedule pings;
  private final Consumer<WebSocketConnection> opened;

  /**
   * Creates an endpoint on the caller's event loop.
   *
   * @param maxMessage bytes of the longest message; a longer one is answered with 1009
   * @param outboxLimit bytes that may wait for one client
   * @param opened receives each connection; sets its handlers
   */
  public WebSocketEndpoint(
      Vertx vertx,
      Origins origins,
      int maxMessage,
      long outboxLimit,
      ConnectionMetrics metrics,
      Consumer<WebSocketConnection> opened) {
    this(vertx, origins, maxMessage, outboxLimit, metrics, PingSchedule.Timing.DEFAULT, opened);
  }

  WebSocketEndpoint(
      Vertx vertx,
      Origins origins,
      int maxMessage,
      long outboxLimit,
      ConnectionMetrics metrics,
      PingSchedule.Timing pings,
      Consumer<WebSocketConnection> opened) {
    this.origins = origins;
    this.maxMessage = maxMessage;
    this.outboxLimit = outboxLimit;
    this.metrics = metrics;
    this.pings = new PingSchedule(vertx, pings);
    this.opened = opened;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!Handshake.accept(request)) {
      return;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (!origins.allow(origin)) {
      log.info("{}: refused, origin {}", request.remoteAddress(), printable(origin));
      Problem.of(403, "pages of this origin may not connect").send(request.response());
    } else {
      request
          .toWebSocket()
          .onSuccess(socket -> open(socket, RequestWrapper.metric(request)))
          .onFailure(failure -> log.debug("{}: {}", request.remoteAddress(), failure.getMessage()));
    }
  }

  private void open(ServerWebSocket socket, Object requestMetric) {
    FrameChannel frames = FrameChannel.replacing(socket, requestMetric);
    WebSocketConnection connection =
        new WebSocketConnection(frames, socket.headers(), maxMessage, outboxLimit, metrics, pings);
    pings.add(connection);
    opened.accept(connection);
    connection.forgetHeaders();
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
