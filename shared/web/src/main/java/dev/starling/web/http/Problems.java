package dev.starling.web.http;

import dev.starling.core.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a router problem documents for everything that its routes do not answer, HEAD wherever it
 * has GET, and an answer to OPTIONS.
 */
public final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final Pattern PARAMETER = Pattern.compile(":[A-Za-z0-9_]+");

  private Problems() {}

  /**
   * Installs the handlers; what a route fails with becomes 500 and a log line, never a stack trace
   * that the client sees.
   */
  public static void install(Router router) {
    router.errorHandler(
        404, context -> send(context, 404, "there is nothing at " + context.request().path()));
    router.errorHandler(405, context -> otherMethod(router, context));
    router.errorHandler(400, context -> send(context, 400, "the request is malformed"));
    router.errorHandler(500, Problems::failed);
  }

  private static void otherMethod(Router router, RoutingContext context) {
    HttpServerRequest request = context.request();
    Set<String> allowed = methods(router, request.path());
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

  private static Set<String> methods(Router router, String path) {
    Set<String> methods = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.methods() != null && matches(route, path)) {
        route.methods().forEach(method -> methods.add(method.name()));
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return methods;
  }

  private static boolean matches(Route route, String path) {
    String pattern = route.getPath();
    if (pattern == null) {
      return !route.isRegexPath();
    }
    if (pattern.indexOf(':') < 0) {
      return route.isExactPath()
          ? withoutSlash(path).equals(withoutSlash(pattern))
          : path.startsWith(pattern);
    }
    StringBuilder regex = new StringBuilder();
    int literal = 0;
    var parameters = PARAMETER.matcher(pattern);
    while (parameters.find()) {
      regex.append(Pattern.quote(pattern.substring(literal, parameters.start()))).append("[^/]+");
      literal = parameters.end();
    }
    regex
        .append(Pattern.quote(pattern.substring(literal)))
        .append(route.isExactPath() ? "/?" : ".*");
    return path.matches(regex.toString());
  }

  private static String withoutSlash(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
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
