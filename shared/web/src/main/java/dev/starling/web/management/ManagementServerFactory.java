package dev.starling.web.management;

import dev.starling.core.observability.Health;
import dev.starling.core.observability.ManagementEndpoint;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;

/** Serves management with the HTTP server that the services have; found on the class path. */
public final class ManagementServerFactory implements ManagementEndpoint.Factory {
  @Override
  public ManagementEndpoint create(Vertx vertx, Health health, PrometheusMeterRegistry metrics) {
    return new ManagementServer(vertx, health, metrics);
  }
}
