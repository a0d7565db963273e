package dev.starling.shared.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a router problem documents for everything that its routes do not answer. */
public final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /**
   * Installs the handlers; what a route fails with becomes 500 and a log line, never a stack trace.
   */
  public static void install(Router router) {
    router.errorHandler(
        404, context -> send(context, 404, "there is nothing at " + context.request().path()));
    router.errorHandler(405, context -> wrongMethod(router, context));
    router.errorHandler(400, context -> send(context, 400, "the request is malformed"));
    router.errorHandler(500, Problems::failed);
  }

  private static void wrongMethod(Router router, RoutingContext context) {
    String path = context.request().path();
    String allowed =
        router.getRoutes().stream()
            .filter(route -> path.equals(route.getPath()) && route.methods() != null)
            .flatMap(route -> route.methods().stream())
            .map(HttpMethod::name)
            .distinct()
            .collect(Collectors.joining(", "));
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    send(context, 405, path + " does not know " + context.request().method());
  }

  private static void failed(RoutingContext context) {
    HttpServerRequest request = context.request();
    log.error("{} {} failed", request.method(), request.path(), context.failure());
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
