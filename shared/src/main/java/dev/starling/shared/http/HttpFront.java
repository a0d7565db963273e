package dev.starling.shared.http;

import dev.starling.shared.admission.LastWords;
import dev.starling.shared.launch.ServiceContext;
import dev.starling.shared.settings.ServiceSettings;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a service meets the world over HTTP/1.1, HTTP/2 and WebSocket: every request, whoever
 * handles it, is named, limited, logged when asked for, and answered with the headers that every
 * answer has. One for each instance of a verticle, made and used on its event loop.
 */
public final class HttpFront {
  private static final Logger log = LoggerFactory.getLogger(HttpFront.class);
  private static final long TICK_MILLIS = 1_000;

  /** How long what is on the way when the drain begins may take to arrive. */
  private static final long ON_THE_WAY_MILLIS = 200;

  private final Vertx vertx;
  private final ServiceContext service;
  private final ServiceSettings.Http http;
  private final Duration drainTimeout;
  private final Manners manners;
  private final BodyDeadlines bodies;
  private final Set<Doorman> connections = ConcurrentHashMap.newKeySet();
  private final HttpServer server;
  private long ticks = -1;

  /**
   * Makes a front that does not listen yet.
   *
   * @param maxFrame bytes of the longest WebSocket frame, for services that have WebSockets
   */
  public HttpFront(
      Vertx vertx,
      ServiceContext service,
      ServiceSettings.Http http,
      ServiceSettings settings,
      int maxFrame) {
    this(vertx, service, http, settings, maxFrame, Patience.DEFAULT);
  }

  HttpFront(
      Vertx vertx,
      ServiceContext service,
      ServiceSettings.Http http,
      ServiceSettings settings,
      int maxFrame,
      Patience patience) {
    this.vertx = vertx;
    this.service = service;
    this.http = http;
    this.drainTimeout = settings.drain().timeout();
    this.manners = new Manners(new Cors(http.origins()), settings.tls().certificate().isPresent());
    this.bodies = new BodyDeadlines(patience.body());
    this.server =
        FrontServer.create(
            service.admission().guard(vertx, LastWords.httpOver(settings.tls())),
            service.admission().proxied(HttpServers.http(service.certificate(), maxFrame)),
            pipeline -> Doorman.install(pipeline, patience.head(), connections));
  }

  /** How long a client may take to send a request. */
  record Patience(Duration head, Duration body) {
    static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  /**
   * Listens, through {@link ServiceContext#listen(HttpServer, String, int)}; every request gets the
   * manners, then the handler.
   */
  public Future<HttpServer> listen(Handler<HttpServerRequest> handler) {
    server
        .requestHandler(request -> handler(request, handler))
        .invalidRequestHandler(request -> refuse(exchange(request)));
    ticks = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
    return service.listen(server, http.listener().host(), http.listener().port());
  }

  /**
   * Drains: answers carry {@code Connection: close}, kept connections end after their answer, idle
   * ones as soon as a request that is on its way would have arrived; WebSockets close with 1001. At
   * most {@code drain.timeout}.
   */
  public Future<Void> shutdown() {
    manners.drain();
    long all = drainTimeout.toMillis();
    long grace = Math.max(1, Math.min(ON_THE_WAY_MILLIS, all / 4));
    return vertx
        .timer(grace, TimeUnit.MILLISECONDS)
        .compose(
            passed -> {
              connections.forEach(Doorman::linger);
              return server.shutdown(Math.max(0, all - grace), TimeUnit.MILLISECONDS);
            })
        .onComplete(done -> vertx.cancelTimer(ticks));
  }

  private void tick() {
    manners.tick();
    bodies.tick();
  }

  private Exchange exchange(HttpServerRequest request) {
    return new Exchange(request, manners, bodies, http.accessLog());
  }

  private void handler(HttpServerRequest request, Handler<HttpServerRequest> handler) {
    Exchange exchange = exchange(request);
    if (exchange.hasBody()) {
      bodies.add(exchange);
    }
    if (manners.cors().isPreflight(exchange)) {
      manners.cors().permit(exchange.response().headers());
      exchange.response().setStatusCode(204).end();
    } else {
      guarded(exchange, handler);
    }
  }

  /** What a handler throws costs its own request only, and is answered. */
  private static void guarded(Exchange exchange, Handler<HttpServerRequest> handler) {
    try {
      handler.handle(exchange);
    } catch (RuntimeException failure) {
      log.error(
          "{} {} failed, request {}", exchange.method(), exchange.path(), exchange.id(), failure);
      Problem problem = Problem.of(500, "the server failed to answer; it has been logged");
      if (!exchange.answer().overrule(problem)) {
        exchange.connection().close();
      }
    }
  }

  /** Answers what is no HTTP, and ends the connection: where the next request begins is unknown. */
  private static void refuse(Exchange exchange) {
    exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    problem(exchange.decoderResult().cause()).send(exchange.response());
  }

  private static Problem problem(Throwable failure) {
    if (failure instanceof TooLongHttpLineException) {
      return Problem.of(414, "the request line is longer than " + HttpServers.MAX_LINE + " bytes");
    }
    if (failure instanceof TooLongHttpHeaderException || failure instanceof TooLongFrameException) {
      return Problem.of(
          431, "the headers are longer than " + HttpServers.MAX_HEADERS + " bytes in all");
    }
    return Problem.of(400, "this is not HTTP");
  }
}
