package dev.starling.quickstart;

import dev.starling.core.problem.Problem;
import dev.starling.core.service.ServiceContext;
import dev.starling.net.websocket.Handshake;
import dev.starling.web.http.HttpEndpoint;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One origin in front of the services: hands each request, or WebSocket, to the one it is for. */
final class EdgeVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(EdgeVerticle.class);
  private static final int MAX_FRAME = 65_536;

  /** To one service, from one event loop: long answers must not keep short ones waiting. */
  private static final int CONNECTIONS = 100;

  /** Without these the request would be another one, whatever its client says. */
  private static final Set<String> FRAMING =
      Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

  private final QuickstartSettings settings;
  private final ServiceContext service;
  private final Routes routes;

  EdgeVerticle(QuickstartSettings settings, ServiceContext service, Routes routes) {
    this.settings = settings;
    this.service = service;
    this.routes = routes;
  }

  @Override
  public Future<?> start() {
    WebSocketRelay relay = new WebSocketRelay(vertx, settings.drain().timeout().toMillis() * 3 / 4);
    HttpProxy proxy =
        HttpProxy.reverseProxy(
            new ProxyOptions().setSupportWebSocket(false),
            vertx.createHttpClient(
                new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS)));
    proxy.origin(
        context ->
            context
                .client()
                .request(
                    new RequestOptions()
                        .setServer(
                            routes.find(context.request().proxiedRequest().path()).orElseThrow()))
                .onSuccess(EdgeVerticle::expectEnd));
    proxy.addInterceptor(
        new ProxyInterceptor() {
          @Override
          public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            return dropMeaningless(context);
          }
        });
    return new HttpEndpoint(vertx, service, settings.http(), settings, MAX_FRAME)
        .listen(request -> route(request, proxy, relay));
  }

  private void route(HttpServerRequest request, HttpProxy proxy, WebSocketRelay relay) {
    Optional<SocketAddress> upstream = routes.find(request.path());
    if (upstream.isEmpty()) {
      Problem.of(404, "no service answers " + request.path()).send(request.response());
    } else if (Routes.speaksWebSocket(request.path()) && Handshake.isRequested(request)) {
      removeHopByHop(request.headers());
      relay.accept(request, upstream.get());
    } else if (Routes.pageOf(request.path()).isPresent()) {
      String query = request.query() == null ? "" : "?" + request.query();
      request
          .response()
          .setStatusCode(302)
          .putHeader(HttpHeaders.LOCATION, Routes.pageOf(request.path()).get() + query)
          .end();
    } else {
      removeHopByHop(request.headers());
      announceBody(request);
      proxy.handle(request);
    }
  }

  /**
   * A client that goes away takes its request to the service with it: no failure of anyone here.
   */
  private static void expectEnd(HttpClientRequest request) {
    request.exceptionHandler(
        failure -> {
          log.debug("{}: {}", request.path(), failure.toString());
          // Vert.x would use it again, with half a body on it, if the answer is complete.
          request.connection().close();
        });
  }

  /**
   * A body of HTTP/2 needs no length (RFC 9113, section 8.1.1); one of HTTP/1.1 without is chunked.
   */
  private static void announceBody(HttpServerRequest request) {
    if (mayHaveUnannouncedBody(request) && !isRead(request.method())) {
      request.headers().set(HttpHeaders.TRANSFER_ENCODING, HttpHeaders.CHUNKED);
    }
  }

  /** A body that comes with GET or HEAD means nothing (RFC 9110, section 9.3.1). */
  private static Future<ProxyResponse> dropMeaningless(ProxyContext context) {
    HttpServerRequest request = context.request().proxiedRequest();
    if (mayHaveUnannouncedBody(request) && isRead(request.method())) {
      context.request().setBody(null);
    }
    return context.sendRequest();
  }

  private static boolean mayHaveUnannouncedBody(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        && !request.headers().contains(HttpHeaders.CONTENT_LENGTH);
  }

  private static boolean isRead(HttpMethod method) {
    return method == HttpMethod.GET || method == HttpMethod.HEAD;
  }

  /**
   * Removes what concerns the client's own connection only: the headers that {@code Connection}
   * names (RFC 9110, section 7.6.1), and an expectation, which is met here.
   */
  private static void removeHopByHop(MultiMap headers) {
    for (String line : headers.getAll(HttpHeaders.CONNECTION)) {
      for (String option : line.split(",")) {
        String name = option.strip();
        if (!name.isEmpty() && !FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
          headers.remove(name);
        }
      }
    }
    headers.remove(HttpHeaders.EXPECT);
  }
}
