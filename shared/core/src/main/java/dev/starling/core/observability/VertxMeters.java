package dev.starling.core.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What is measured of Vert.x, under the names that its own Micrometer metrics have. Those look
 * every meter up by its labels whenever something happens, five times for a request; these know
 * theirs, have no label that a client could fill, and a distribution where somebody waits.
 *
 * <p>Sockets are not measured: services count their own connections.
 */
final class VertxMeters implements VertxMetrics {
  private final MeterRegistry registry;
  private final HttpServerMeters http;
  private final EventBusMeters bus;
  private final ConcurrentMap<PoolName, PoolMeters> pools = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, ClientMeters> clients = new ConcurrentHashMap<>();

  private record PoolName(String type, String name) {}

  VertxMeters(MeterRegistry registry) {
    this.registry = registry;
    this.http = new HttpServerMeters(registry);
    this.bus = new EventBusMeters(registry);
  }

  @Override
  public EventBusMetrics<?> createEventBusMetrics() {
    return bus;
  }

  /** All servers of a process are counted together. */
  @Override
  public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
      HttpServerOptions options, SocketAddress address) {
    return http;
  }

  /** Pools of the same name are counted together. */
  @Override
  public PoolMetrics<?, ?> createPoolMetrics(String type, String name, int size) {
    return pools.computeIfAbsent(
        new PoolName(type, name), pool -> new PoolMeters(registry, type, name));
  }

  /**
   * Clients of a kind are counted together.
   *
   * @param type such as {@code sql}
   */
  @Override
  public ClientMetrics<?, ?, ?> createClientMetrics(
      SocketAddress server, String type, String namespace) {
    return clients.computeIfAbsent(type, kind -> new ClientMeters(registry, kind));
  }
}
