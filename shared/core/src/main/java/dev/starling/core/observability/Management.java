package dev.starling.core.observability;

import dev.starling.net.internal.NativeTransport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * What operators see of a process: health and metrics, on an event loop of their own. They are
 * there while the process still joins the cluster, and answer however busy the services are.
 */
public final class Management {
  private final Vertx vertx =
      Vertx.builder()
          .withTransport(NativeTransport.get())
          .with(
              new VertxOptions()
                  .setEventLoopPoolSize(1)
                  .setWorkerPoolSize(1)
                  .setInternalBlockingPoolSize(1))
          .build();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Health health = new Health(vertx, metrics);
  private ManagementEndpoint endpoint;

  public Management() {
    metrics.config().meterFilter(Latency.boundsOf("vertx.sql.processing.time"));
    Stream.of(
            new ClassLoaderMetrics(),
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new JvmGcMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())
        .forEach(binder -> binder.bindTo(metrics));
    buildInfo();
  }

  /** Where everything that is measured is registered; thread-safe. */
  public PrometheusMeterRegistry metrics() {
    return metrics;
  }

  /** Metrics options for a Vert.x. */
  public VertxMetricsFactory vertxMetrics() {
    return options -> new VertxMeters(metrics);
  }

  /** Where everything that has a say in the process's health is registered; thread-safe. */
  public Health health() {
    return health;
  }

  /**
   * Serves health and metrics.
   *
   * @param port 0 is any free one
   * @param logLevels whether levels of loggers can be changed there, too
   * @param certificate serves over TLS with it; plain text when empty
   * @return the port that was bound
   * @throws java.util.NoSuchElementException without a {@link ManagementEndpoint.Factory} on the
   *     class path
   */
  public Future<Integer> serve(
      String host, int port, boolean logLevels, Optional<KeyCertOptions> certificate) {
    return endpoint().listen(host, port, logLevels, certificate);
  }

  /** The one of this process: its ports show the same levels of loggers. */
  private synchronized ManagementEndpoint endpoint() {
    if (endpoint == null) {
      endpoint =
          ServiceLoader.load(ManagementEndpoint.Factory.class)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "no ManagementEndpoint on the class path: add starling-web"))
              .create(vertx, health, metrics);
    }
    return endpoint;
  }

  /** Serves no more. */
  public Future<Void> close() {
    return vertx.close();
  }

  /** Version and service as labels of a constant gauge, for joins in Prometheus. */
  private void buildInfo() {
    String version = Management.class.getPackage().getImplementationVersion();
    Gauge.builder("starling.build.info", () -> 1)
        .description("Always 1; the labels say what runs")
        .tag("version", version == null ? "unknown" : version)
        .tag("java", Runtime.version().toString())
        .register(metrics);
  }
}
