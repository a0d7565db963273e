package dev.starling.web.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets pages of the configured origins read answers (the Fetch standard's CORS protocol). Without
 * any configured nobody gets the headers, and browsers keep pages of other origins out.
 */
final class Cors {
  private static final CharSequence READABLE =
      HttpHeaders.createOptimized(
          "ETag, Link, Location, Retry-After, WWW-Authenticate, X-Request-Id");
  private static final CharSequence SECONDS = HttpHeaders.createOptimized("600");
  private static final String USUAL_HEADERS =
      "Authorization, Content-Type, If-Match, If-None-Match, X-Request-Id,"
          + " traceparent, tracestate, baggage";

  private final Set<String> origins;

  Cors(Optional<List<String>> origins) {
    this.origins =
        origins.orElse(List.of()).stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Adds the headers to an answer, when the request comes from a page that may read it. */
  void apply(HttpServerRequest request, MultiMap answer) {
    if (origins.isEmpty()) {
      return;
    }
    // Also on answers without: a cache must not hand them to a page that may read them.
    Vary.add(answer, HttpHeaders.ORIGIN.toString());
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (allows(origin) && !answer.contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      answer.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, READABLE);
      if (isPreflight(request) && answer.contains(HttpHeaders.ALLOW)) {
        permit(answer);
      }
    }
  }

  /** Whether a request only asks if another one may be made. */
  private static boolean isPreflight(HttpServerRequest request) {
    return request.method() == HttpMethod.OPTIONS
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** Says to a preflight which methods the resource has, as its answer to OPTIONS does anyway. */
  private static void permit(MultiMap answer) {
    answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, answer.get(HttpHeaders.ALLOW));
    answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, USUAL_HEADERS);
    answer.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, SECONDS);
  }

  private boolean allows(String origin) {
    return origin != null && origins.contains(origin.toLowerCase(Locale.ROOT));
  }
}
