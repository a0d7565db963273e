package dev.starling.web.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * Routes that vertx-web's {@link Router} has no method for. Their paths are matched as they are: a
 * slash at the end counts.
 */
public final class Routes {
  /** Metadata of a route: its regular expression, which its name hides. */
  static final String REGEX = "regex";

  private Routes() {}

  /** A route, for all methods until it is given some, of one path. */
  public static Route exactly(Router router, String path) {
    return matching(router, Pattern.quote(path), path);
  }

  /**
   * A route, for all methods until it is given some, of the paths that match a regular expression.
   * Groups in it become parameters, which costs more than finding the route; {@code (?:...)} does
   * not.
   *
   * @param name of the route in metrics and traces
   */
  public static Route matching(Router router, String regex, String name) {
    return router
        .routeWithRegex(regex)
        .putMetadata(REGEX, regex)
        .setName(name)
        .useNormalizedPath(false);
  }

  /**
   * A handler for routes that upgrades requests, such as a WebSocket endpoint: it gets the request
   * of the {@link HttpEndpoint}, since the router's own yields WebSockets that hide the connection.
   */
  public static Handler<RoutingContext> upgrade(Handler<HttpServerRequest> endpoint) {
    return context -> endpoint.handle(ServerRequest.of(context));
  }
}
