package dev.starling.web.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The methods that the routes of a router have for a request's path. Vert.x knows them when it
 * finds none for the request's own method, and keeps them to itself: they are collected by a second
 * router with the same paths. Belongs to the router's event loop.
 */
final class AllowedMethods {
  private final Router router;
  private final Set<String> found = new TreeSet<>();
  private Router collector;

  /** Follows the router's changes; those of a mounted router only until the first question. */
  AllowedMethods(Router router) {
    this.router = router;
    router.modifiedHandler(changed -> collector = null);
  }

  /** The methods in the order of the alphabet, with OPTIONS, and with HEAD when GET is there. */
  Set<String> of(HttpServerRequest request) {
    if (collector == null) {
      collector = collector(router);
    }
    found.clear();
    collector.handle(request);
    if (found.contains("GET")) {
      found.add("HEAD");
    }
    found.add("OPTIONS");
    return new TreeSet<>(found);
  }

  private Router collector(Router source) {
    Router copies = Router.router(null);
    copies.errorHandler(404, RoutingContext::request);
    for (Route route : source.getRoutes()) {
      if (route.isRegexPath() && !isExpression(regex(route))) {
        // Its path is not known: it is left out of Allow.
        continue;
      }
      if (route.getSubRouter() != null) {
        copy(route, copies).subRouter(collector(route.getSubRouter()));
      } else if (route.methods() != null) {
        copy(route, copies)
            .handler(
                context -> {
                  route.methods().forEach(method -> found.add(method.name()));
                  context.next();
                });
      }
    }
    return copies;
  }

  private static Route copy(Route route, Router copies) {
    Route copy = copies.route();
    if (route.getPath() != null) {
      copy.path(route.getPath() + (route.isExactPath() ? "" : "*"));
    } else if (route.isRegexPath()) {
      copy.pathRegex(regex(route));
    }
    return copy.setName(route.getName());
  }

  /** A route that has not been given a name is called by its expression. */
  private static String regex(Route route) {
    return (String) route.metadata().getOrDefault(Routes.REGEX, route.getName());
  }

  private static boolean isExpression(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException name) {
      return false;
    }
  }
}
