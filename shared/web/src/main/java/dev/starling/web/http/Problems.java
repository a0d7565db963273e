package dev.starling.web.http;

import dev.starling.core.problem.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a router problem documents for everything that its routes do not answer, HEAD wherever it
 * has GET, and an answer to OPTIONS.
 */
public final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** A new router with the handlers installed; routes of any kind can be added to it. */
  public static Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    install(router);
    return router;
  }

  /**
   * Installs the handlers; what a route fails with becomes 500 and a log line, never a stack trace
   * that the client sees.
   */
  public static void install(Router router) {
    router.errorHandler(
        404, context -> send(context, 404, "there is nothing at " + context.request().path()));
    AllowedMethods methods = new AllowedMethods(router);
    router.errorHandler(405, context -> otherMethod(methods, context));
    router.errorHandler(400, context -> send(context, 400, "the request is malformed"));
    router.errorHandler(500, Problems::failed);
  }

  private static void otherMethod(AllowedMethods methods, RoutingContext context) {
    HttpServerRequest request = context.request();
    Set<String> allowed = methods.of(request);
    if (request.method() == HttpMethod.HEAD && allowed.contains("GET")) {
      // The answer leaves without its body: it knows that the client asked with HEAD.
      context.reroute(HttpMethod.GET, request.uri());
      return;
    }
    context.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
    if (request.method() == HttpMethod.OPTIONS) {
      context.response().setStatusCode(204).end();
    } else {
      // HEAD is answered as GET is (RFC 9110, section 9.3.2).
      HttpMethod method = request.method() == HttpMethod.HEAD ? HttpMethod.GET : request.method();
      send(context, 405, request.path() + " does not know " + method);
    }
  }

  private static void failed(RoutingContext context) {
    HttpServerRequest request = context.request();
    log.error(
        "{} {} failed, request {}",
        request.method(),
        request.path(),
        request.getHeader(RequestId.HEADER),
        context.failure());
    send(context, 500, "the server failed to answer; it has been logged");
  }

  private static void send(RoutingContext context, int status, String detail) {
    if (context.response().headWritten()) {
      context.request().connection().close();
    } else {
      Problem.of(status, detail).send(context.response());
    }
  }
}
