package dev.starling.core.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.UUID;

/**
 * Metrics of one Vert.x: Vert.x's own for Micrometer, of the event bus, pools and SQL clients, but
 * {@link HttpServerMeters} for HTTP servers. No label has a value that a client could choose.
 *
 * <p>Sockets and HTTP clients are not measured: services count their own connections.
 */
final class VertxMeters implements VertxMetrics {
  private final HttpServerMeters http;
  private final VertxMetrics others;

  VertxMeters(MeterRegistry registry) {
    http = new HttpServerMeters(registry);
    MicrometerMetricsOptions options =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            // Registries are kept by name for the whole process.
            .setRegistryName(UUID.randomUUID().toString())
            .setLabels(
                EnumSet.of(Label.EB_SIDE, Label.EB_FAILURE, Label.POOL_TYPE, Label.POOL_NAME));
    others =
        new MicrometerMetricsFactory(registry)
            .metrics(new VertxOptions().setMetricsOptions(options));
  }

  @Override
  public EventBusMetrics<?> createEventBusMetrics() {
    return others.createEventBusMetrics();
  }

  /** All servers of a process are counted together. */
  @Override
  public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
      HttpServerOptions options, SocketAddress address) {
    return http;
  }

  @Override
  public PoolMetrics<?, ?> createPoolMetrics(String type, String name, int size) {
    return others.createPoolMetrics(type, name, size);
  }

  @Override
  public ClientMetrics<?, ?, ?> createClientMetrics(
      SocketAddress server, String type, String namespace) {
    return others.createClientMetrics(server, type, namespace);
  }

  @Override
  public void close() {
    others.close();
  }
}
