package dev.starling.shared.launch;

import dev.starling.shared.admission.Admission;
import dev.starling.shared.admission.LastWords;
import dev.starling.shared.cluster.ClusterNode;
import dev.starling.shared.management.ConnectionMetrics;
import dev.starling.shared.management.Health;
import dev.starling.shared.roster.LiveRoster;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a running service finds around it; shared by the instances of its verticle. */
public interface ServiceContext {

  /** The service's name. */
  String name();

  /** This process in the cluster. */
  ClusterNode node();

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

  /** Where the service reports what keeps it from working. */
  Health health();

  /**
   * Meters of one kind of connection, the same ones for all instances of the verticle.
   *
   * @param transport {@code tcp} or {@code websocket}
   */
  ConnectionMetrics connections(String transport);

  /** Judges the service's new connections. */
  Admission admission();

  /** What the service's listeners show of themselves; empty when they speak plain text. */
  Optional<KeyCertOptions> certificate();

  /**
   * A server for TCP that has what the settings say: TLS, limits for connections, the PROXY
   * protocol. The one for HTTP is {@link dev.starling.shared.http.HttpFront}.
   *
   * @param words what a client is told that is refused; nothing over TLS
   * @param options sets what the service wants besides, such as timeouts
   */
  NetServer netServer(LastWords words, Consumer<NetServerOptions> options);

  /** A server for TCP that tells a refused client with a line. */
  default NetServer netServer() {
    return netServer(LastWords.LINE, options -> {});
  }

  /**
   * Listens for HTTP. Fails with a {@link StartFailure} that names the setting, and with a {@link
   * dev.starling.shared.settings.BadSetting} when one is set that the server was not made to apply.
   * A verticle may listen on several ports; its instances do so in the same order.
   *
   * @param port 0 is any free one, the same for all instances of the verticle
   */
  Future<HttpServer> listen(HttpServer server, String host, int port);

  /** Listens for TCP; otherwise as {@link #listen(HttpServer, String, int)}. */
  Future<NetServer> listen(NetServer server, String host, int port);
}
