package dev.starling.web.management;

import dev.starling.core.observability.Health;
import dev.starling.core.observability.ManagementEndpoint;
import dev.starling.core.problem.Problem;
import dev.starling.web.http.HttpEndpoint;
import dev.starling.web.http.HttpServers;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.healthchecks.CheckResult;
import java.util.Optional;

/**
 * Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}, apart from the users;
 * where it is wanted {@code /loggers}, too.
 */
final class ManagementServer implements ManagementEndpoint {
  /** The Prometheus text format, version 0.0.4. */
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** There are no WebSockets. */
  private static final int NO_FRAMES = 0;

  private final Vertx vertx;
  private final Health health;
  private final PrometheusMeterRegistry metrics;
  private final LoggersPage loggers;

  ManagementServer(Vertx vertx, Health health, PrometheusMeterRegistry metrics) {
    this.vertx = vertx;
    this.health = health;
    this.metrics = metrics;
    this.loggers = new LoggersPage(vertx);
  }

  @Override
  public Future<Integer> listen(
      String host, int port, boolean logLevels, Optional<KeyCertOptions> certificate) {
    return HttpEndpoint.plain(
            vertx, HttpServers.http(certificate, NO_FRAMES), request -> handle(request, logLevels))
        .listen(port, host)
        .map(HttpServer::actualPort);
  }

  private void handle(HttpServerRequest request, boolean logLevels) {
    HttpServerResponse response = request.response();
    if (logLevels && LoggersPage.isAt(request.path())) {
      loggers.handle(request);
      return;
    }
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      response.putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      Problem.of(405, request.path() + " is read only").send(response);
      return;
    }
    switch (request.path()) {
      case "/health/live" -> answer(response, health.liveness());
      case "/health/ready" -> answer(response, health.readiness());
      case "/metrics" ->
          vertx
              .executeBlocking(() -> metrics.scrape(), false)
              .onSuccess(text -> response.putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS).end(text))
              .onFailure(failure -> Problem.of(500, "no metrics: " + failure).send(response));
      default ->
          Problem.of(404, "here are /health/live, /health/ready and /metrics").send(response);
    }
  }

  private static void answer(HttpServerResponse response, Future<CheckResult> check) {
    check
        .onSuccess(
            result ->
                response
                    .setStatusCode(CheckResult.isUp(result) ? 200 : 503)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(result.toJson().toBuffer()))
        .onFailure(failure -> Problem.of(503, "no answer: " + failure).send(response));
  }
}
