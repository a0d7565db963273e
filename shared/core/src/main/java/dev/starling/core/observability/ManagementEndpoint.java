package dev.starling.core.observability;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.util.Optional;

/**
 * Serves the health and the metrics of a process over HTTP. Implemented by the package that has the
 * HTTP server, and found through {@link Factory}, so that management does not depend on it.
 */
public interface ManagementEndpoint {
  /**
   * Makes the endpoint of a process. Found with {@link java.util.ServiceLoader} on the class path.
   */
  interface Factory {
    /**
     * Makes it; nothing listens yet.
     *
     * @param vertx with one event loop, for management alone
     */
    ManagementEndpoint create(Vertx vertx, Health health, PrometheusMeterRegistry metrics);
  }

  /**
   * Listens on one more port; a process of several services has several.
   *
   * @param port 0 is any free one
   * @param logLevels whether levels of loggers can be changed there, too
   * @param certificate serves over TLS with it; plain text when empty
   * @return the port that was bound
   */
  Future<Integer> listen(
      String host, int port, boolean logLevels, Optional<KeyCertOptions> certificate);
}
