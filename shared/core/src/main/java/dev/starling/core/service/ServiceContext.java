package dev.starling.core.service;

import dev.starling.core.bus.Bus;
import dev.starling.core.cluster.ClusterNode;
import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.core.observability.Health;
import dev.starling.core.roster.LiveKeyedRoster;
import dev.starling.core.roster.LiveRoster;
import dev.starling.core.settings.ServiceSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import java.util.Optional;
import java.util.function.Supplier;

/** Surroundings of a running service, shared by the instances of its verticle. */
public interface ServiceContext {

  /** The service's name. */
  String name();

  /** This process in the cluster. */
  ClusterNode node();

  /** The event bus between the instances of all services. */
  default Bus bus() {
    return node().bus();
  }

  /**
   * Deploys what all instances of the service's verticle share, on an event loop of its own. The
   * first call makes it; it is undeployed after those instances.
   *
   * @return the one of this process, once it has started
   */
  <V extends Deployable> Future<V> shared(Class<V> type, Supplier<V> make);

  /** Where the service's own meters are registered. */
  MeterRegistry metrics();

  /** The service's connections in the whole cluster. */
  LiveRoster roster();

  /**
   * The service's connections in the whole cluster by key, such as a room or a tenant. The first
   * call starts it, and every instance of the service has to start its own.
   */
  default Future<LiveKeyedRoster> keyedRoster() {
    return shared(
        LiveKeyedRoster.class,
        () -> new LiveKeyedRoster(name(), bus(), node().membership().self(), roster()));
  }

  /** Where the service reports what keeps it from working. */
  Health health();

  /**
   * Meters of one kind of connection, the same ones for all instances of the verticle.
   *
   * @param transport {@code tcp} or {@code websocket}
   */
  ConnectionMetrics connections(String transport);

  /** The settings that all services have. */
  ServiceSettings settings();

  /**
   * An object of which each service of a process has one, such as a counter that the instances of
   * its verticle share; thread-safe, without a life cycle of its own.
   *
   * @param make is called once for each type
   */
  <T> T singleton(Class<T> type, Supplier<T> make);

  /** Certificate of the service's listeners; empty when they speak plain text. */
  Optional<KeyCertOptions> certificate();

  /**
   * Notes a server as one that applies {@code tls.*} and {@code connections.*}, without which it
   * may not listen. Called by the endpoints for TCP and HTTP, which make such servers.
   *
   * @param drain stops accepting, and completes once what was in flight has finished or {@code
   *     drain.timeout} is over; called on the event loop of the verticle's instance, more than once
   *     if that drains the server itself
   */
  <T> T applies(T server, Supplier<Future<Void>> drain);

  /**
   * Listens for HTTP. Fails with one line that names the setting, and with a {@link
   * dev.starling.core.settings.BadSetting} when one is set that the server was not made to apply. A
   * verticle may listen on several ports; its instances do so in the same order. When the service
   * stops, an instance's servers are drained before its verticle's {@code stop()} is called.
   *
   * @param port 0 is any free one, the same for all instances of the verticle
   */
  Future<HttpServer> listen(HttpServer server, String host, int port);

  /** Listens for TCP; otherwise as {@link #listen(HttpServer, String, int)}. */
  Future<NetServer> listen(NetServer server, String host, int port);
}
