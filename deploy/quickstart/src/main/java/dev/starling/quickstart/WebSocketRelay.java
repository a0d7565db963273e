package dev.starling.quickstart;

import dev.starling.core.problem.Problem;
import dev.starling.net.websocket.GoingAway;
import dev.starling.net.websocket.Handshake;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays WebSockets: the handshake is checked here and made with the service, and what follows is
 * handed on byte by byte. So frames, pings and close codes are between client and service. Holds
 * back each side when the other does not read. Belongs to one event loop.
 */
final class WebSocketRelay {
  private static final Logger log = LoggerFactory.getLogger(WebSocketRelay.class);
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int MAX_CONNECTIONS = 10_000;
  private static final int CONNECT_MILLIS = 2_000;
  private static final long OPEN_MILLIS = 10_000;

  /** How long a client may take to answer the close frame of a drain. */
  private static final long CLOSING_MILLIS = 1_000;

  private final Vertx vertx;
  private final long drainMillis;
  private final HttpClient client;

  /** Clients whose WebSockets are open. */
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
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
            new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
  }

  /**
   * Opens the service's side first, so that what the service refuses is refused here.
   *
   * @param request whose hop-by-hop headers are removed, save for the handshake's own
   */
  void accept(HttpServerRequest request, SocketAddress service) {
    if (!Handshake.accept(request)) {
      return;
    }
    request.pause();
    client
        .request(
            new RequestOptions()
                .setServer(service)
                .setURI(request.uri())
                .setTimeout(OPEN_MILLIS)
                .setHeaders(handshake(request.headers())))
        .onSuccess(WebSocketRelay::expectEnd)
        .compose(HttpClientRequest::connect)
        .onSuccess(opened -> answer(request, opened))
        .onFailure(
            failure -> {
              log.debug("{}: {}", request.path(), failure.toString());
              request.resume();
              Problem.of(502, "the service did not open the WebSocket").send(request.response());
            });
  }

  /** Vert.x logs failures that no handler takes; those of the handshake are answered. */
  private static void expectEnd(HttpClientRequest request) {
    request.exceptionHandler(failure -> log.debug("{}: {}", request.path(), failure.toString()));
  }

  private static MultiMap handshake(MultiMap headers) {
    return MultiMap.caseInsensitiveMultiMap()
        .addAll(headers)
        .remove(HttpHeaders.HOST)
        .set(HttpHeaders.CONNECTION, "Upgrade");
  }

  private void answer(HttpServerRequest request, HttpClientResponse opened) {
    if (opened.statusCode() != SWITCHING_PROTOCOLS) {
      refuse(request, opened);
      return;
    }
    NetSocket service = opened.netSocket();
    if (request.response().closed()) {
      // Vert.x would answer a client that is gone, and log it.
      service.close();
      return;
    }
    service.pause();
    request.response().headers().addAll(opened.headers());
    request.resume();
    request
        .toNetSocket()
        .onSuccess(client -> join(client, service))
        .onFailure(failure -> service.close());
  }

  /** Hands on the service's own answer. */
  private static void refuse(HttpServerRequest request, HttpClientResponse answer) {
    request.resume();
    answer
        .body()
        .onSuccess(
            body -> {
              for (CharSequence name :
                  new CharSequence[] {HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION}) {
                String value = answer.getHeader(name);
                if (value != null) {
                  request.response().putHeader(name, value);
                }
              }
              request.response().setStatusCode(answer.statusCode()).end(body);
            })
        .onFailure(failure -> Problem.of(502, "the service broke off").send(request.response()));
  }

  private void join(NetSocket client, NetSocket service) {
    new Downstream(client, service).start();
    open++;
    client
        .pipeTo(service)
        .onComplete(
            ended -> {
              open--;
              service.close();
            });
    service.resume();
  }

  /** From the service to the client, until the edge goes away. */
  private final class Downstream {
    private final FrameBoundary boundary = new FrameBoundary();
    private final NetSocket client;
    private final NetSocket service;
    private boolean leaving;
    private boolean left;

    private Downstream(NetSocket client, NetSocket service) {
      this.client = client;
      this.service = service;
    }

    private void start() {
      client.shutdownHandler(draining -> leaveInTurn());
      service.exceptionHandler(failure -> log.debug("service: {}", failure.toString()));
      service.handler(this::forward);
      service.endHandler(ended -> client.close());
    }

    private void forward(Buffer bytes) {
      if (left) {
        return;
      }
      int end = boundary.pass(bytes);
      if (leaving && end > 0) {
        client.write(bytes.slice(0, end));
        sayGoodbye();
        return;
      }
      client.write(bytes);
      if (client.writeQueueFull()) {
        service.pause();
        client.drainHandler(drained -> service.resume());
      }
    }

    private void leaveInTurn() {
      long delay = GoingAway.delay(open, drainMillis, ThreadLocalRandom.current());
      vertx.setTimer(delay + 1, turn -> leave());
    }

    private void leave() {
      leaving = true;
      if (!left && boundary.isReached()) {
        sayGoodbye();
      }
    }

    private void sayGoodbye() {
      left = true;
      byte[] reason = GoingAway.REASON.getBytes(StandardCharsets.US_ASCII);
      client.write(
          Buffer.buffer()
              .appendUnsignedByte((short) 0x88)
              .appendUnsignedByte((short) (Short.BYTES + reason.length))
              .appendShort(GoingAway.CODE)
              .appendBytes(reason));
      vertx.setTimer(CLOSING_MILLIS, passed -> client.close());
    }
  }
}
