package dev.starling.shared.management;

import dev.starling.shared.net.internal.NativeTransport;
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
  private final LoggersPage loggers = new LoggersPage(vertx);

  public Management() {
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

  /** What measures a Vert.x, to be given to it. */
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
   */
  public Future<Integer> serve(
      String host, int port, boolean logLevels, Optional<KeyCertOptions> certificate) {
    Optional<LoggersPage> page = logLevels ? Optional.of(loggers) : Optional.empty();
    return new ManagementServer(vertx, health, metrics, page).listen(host, port, certificate);
  }

  /** Serves no more. */
  public Future<Void> close() {
    return vertx.close();
  }

  /** What runs here, as labels: Prometheus joins them to whatever else is asked. */
  private void buildInfo() {
    String version = Management.class.getPackage().getImplementationVersion();
    Gauge.builder("starling.build.info", () -> 1)
        .description("Always 1; the labels say what runs")
        .tag("version", version == null ? "unknown" : version)
        .tag("java", Runtime.version().toString())
        .register(metrics);
  }
}
