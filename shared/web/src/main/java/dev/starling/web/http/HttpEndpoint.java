package dev.starling.web.http;

import dev.starling.core.service.ServiceContext;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.net.internal.HttpServerFactory;
import dev.starling.net.limits.ConnectionLimiter;
import dev.starling.net.limits.RejectionMessage;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A service's server for HTTP/1.1, HTTP/2 and WebSocket: every request, whoever handles it, is
 * named, limited, logged when asked for, and answered with the headers that every answer has. One
 * for each instance of a verticle, made and used on its event loop.
 */
public final class HttpEndpoint {
  private static final long TICK_MILLIS = 1_000;

  /** How long what is on the way when the drain begins may take to arrive. */
  private static final long ON_THE_WAY_MILLIS = 200;

  private final Vertx vertx;
  private final ServiceContext service;
  private final ServiceSettings.Http http;
  private final Duration drainTimeout;
  private final DefaultHeaders defaultHeaders;
  private final RequestHandling requests;
  private final Set<RequestHeadTimeout> connections = ConcurrentHashMap.newKeySet();
  private final HttpServer server;
  private long ticks = -1;
  private Future<Void> draining;

  /**
   * Makes a front that does not listen yet.
   *
   * @param maxFrame bytes of the longest WebSocket frame, for services that have WebSockets
   */
  public HttpEndpoint(
      Vertx vertx,
      ServiceContext service,
      ServiceSettings.Http http,
      ServiceSettings settings,
      int maxFrame) {
    this(vertx, service, http, settings, maxFrame, Patience.DEFAULT);
  }

  HttpEndpoint(
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
    this.defaultHeaders =
        new DefaultHeaders(new Cors(http.origins()), settings.tls().certificate().isPresent());
    this.requests = new RequestHandling(defaultHeaders, patience.body(), http.accessLog());
    ConnectionLimiter limiter = ConnectionLimiter.of(service);
    this.server =
        HttpServerFactory.create(
            limiter.guard(vertx, RejectionMessage.httpOver(settings.tls())),
            limiter.proxied(HttpServers.http(service.certificate(), maxFrame)),
            pipeline -> RequestHeadTimeout.install(pipeline, patience.head(), connections));
  }

  /**
   * A server that treats its clients in the same way and belongs to no service, such as the one for
   * management. It is not drained; its timer ends with Vert.x.
   */
  public static HttpServer plain(
      Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> handler) {
    RequestHandling requests =
        new RequestHandling(
            new DefaultHeaders(new Cors(Optional.empty()), options.isSsl()),
            Patience.DEFAULT.body(),
            false);
    Set<RequestHeadTimeout> connections = ConcurrentHashMap.newKeySet();
    HttpServer server =
        HttpServerFactory.create(
            vertx,
            options,
            pipeline -> RequestHeadTimeout.install(pipeline, Patience.DEFAULT.head(), connections));
    vertx.setPeriodic(TICK_MILLIS, tick -> requests.tick());
    return requests.serve(server, handler);
  }

  /** How long a client may take to send a request. */
  record Patience(Duration head, Duration body) {
    static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  /**
   * Listens, through {@link ServiceContext#listen(HttpServer, String, int)}; every request gets the
   * default headers, then the handler.
   */
  public Future<HttpServer> listen(Handler<HttpServerRequest> handler) {
    ticks = vertx.setPeriodic(TICK_MILLIS, tick -> requests.tick());
    HttpServer serving = service.applies(requests.serve(server, handler), this::shutdown);
    return service.listen(serving, http.listener().host(), http.listener().port());
  }

  /**
   * Drains: answers carry {@code Connection: close}, kept connections end after their answer, idle
   * ones as soon as a request that is on its way would have arrived; WebSockets close with 1001. At
   * most {@code drain.timeout}. The service does so before its verticle stops; a verticle may do so
   * earlier. Called again it returns the same.
   */
  public Future<Void> shutdown() {
    if (draining == null) {
      draining = drain();
    }
    return draining;
  }

  private Future<Void> drain() {
    defaultHeaders.drain();
    long all = drainTimeout.toMillis();
    long grace = Math.max(1, Math.min(ON_THE_WAY_MILLIS, all / 4));
    return vertx
        .timer(grace, TimeUnit.MILLISECONDS)
        .compose(
            passed -> {
              connections.forEach(RequestHeadTimeout::linger);
              return server.shutdown(Math.max(0, all - grace), TimeUnit.MILLISECONDS);
            })
        .onComplete(done -> vertx.cancelTimer(ticks));
  }
}
