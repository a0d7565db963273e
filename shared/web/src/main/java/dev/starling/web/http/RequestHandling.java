package dev.starling.web.http;

import dev.starling.core.problem.Problem;
import dev.starling.core.problem.ProblemException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every request from the server to its handler, over HTTP/1.1 and HTTP/2: refuses what
 * cannot be answered otherwise, and turns what a handler throws into an answer. Belongs to one
 * event loop.
 */
final class RequestHandling {
  private static final Logger log = LoggerFactory.getLogger(RequestHandling.class);
  private static final String CONTINUE = "100-continue";

  private final DefaultHeaders defaultHeaders;
  private final RequestBodyTimeout bodies;
  private final boolean accessLog;

  RequestHandling(DefaultHeaders defaultHeaders, Duration body, boolean accessLog) {
    this.defaultHeaders = defaultHeaders;
    this.bodies = new RequestBodyTimeout(body);
    this.accessLog = accessLog;
  }

  /** Has a server's requests come this way. */
  HttpServer serve(HttpServer server, Handler<HttpServerRequest> handler) {
    return server
        .requestHandler(received -> handle(received, handler))
        .invalidRequestHandler(received -> refuse(wrapped(received)));
  }

  /** To be called every second. */
  void tick() {
    defaultHeaders.tick();
    bodies.tick();
  }

  private ServerRequest wrapped(HttpServerRequest received) {
    return new ServerRequest(received, defaultHeaders, bodies, accessLog);
  }

  private void handle(HttpServerRequest received, Handler<HttpServerRequest> handler) {
    if (RequestHeadTimeout.isAnswered(received)) {
      // Sent behind one whose answer ends the connection (RFC 9112, section 9.6).
      return;
    }
    ServerRequest request = wrapped(received);
    if (request.hasBody()) {
      bodies.add(request);
      request.watch();
    }
    Problem refusal = refusal(request);
    if (refusal != null) {
      refusal.send(request.response());
    } else if (request.uri().equals("*")) {
      request.response().setStatusCode(204).end();
    } else {
      guarded(request, handler);
    }
  }

  /** Why a request cannot be handled, or null. */
  private static Problem refusal(ServerRequest request) {
    if (request.method() == HttpMethod.CONNECT) {
      // RFC 9110, section 10.2.1: empty, as there is nothing that allows any method here.
      request.response().putHeader(HttpHeaders.ALLOW, "");
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      return Problem.of(405, "there are no tunnels here");
    }
    if (!isTarget(request)) {
      return Problem.of(400, "the request target is malformed");
    }
    String expected = request.getHeader(HttpHeaders.EXPECT);
    if (expected != null && request.version() != HttpVersion.HTTP_1_0) {
      request.awaitContinue();
      if (!expected.equalsIgnoreCase(CONTINUE)) {
        return Problem.of(417, "valid is Expect: " + CONTINUE);
      }
    }
    return request.isTooLong()
        ? Problem.of(413, "the body is longer than " + HttpServers.MAX_BODY + " bytes")
        : null;
  }

  private static boolean isTarget(ServerRequest request) {
    String target = request.uri();
    return RequestTarget.isValid(target)
        && (target.startsWith("/") || target.equals("*") && request.method() == HttpMethod.OPTIONS);
  }

  /** A handler that throws costs its own request only, which is answered with 500. */
  private static void guarded(ServerRequest request, Handler<HttpServerRequest> handler) {
    try {
      handler.handle(request);
    } catch (RuntimeException failure) {
      log.error(
          "{} {} failed, request {}", request.method(), request.path(), request.id(), failure);
      Problem problem = Problem.of(500, "the server failed to answer; it has been logged");
      if (!request.answer().overrule(problem)) {
        request.connection().close();
      }
    }
  }

  /** Answers what is no HTTP, and ends the connection: where the next request begins is unknown. */
  private static void refuse(ServerRequest request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    problem(request.decoderResult().cause()).send(request.response());
  }

  private static Problem problem(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
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
