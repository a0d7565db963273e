package dev.starling.shared.http.management;

import dev.starling.shared.management.Health;
import dev.starling.shared.management.ManagementEndpoint;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;

/** Serves management with the HTTP server that the services have; found on the class path. */
public final class ManagementServerFactory implements ManagementEndpoint.Factory {
  @Override
  public ManagementEndpoint create(Vertx vertx, Health health, PrometheusMeterRegistry metrics) {
    return new ManagementServer(vertx, health, metrics);
  }
}
