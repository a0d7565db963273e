package dev.starling.net.internal;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.impl.NetServerInternal;
import io.vertx.core.net.impl.ServerID;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The servers of a Vert.x that listen on a port of their choice. Vert.x publishes no list of them.
 * Thread-safe.
 */
public final class TcpServers {
  private TcpServers() {}

  /** Addresses as {@code host:port}, of TCP and HTTP servers; without those on any free port. */
  public static Set<String> listening(Vertx vertx) {
    Map<ServerID, NetServerInternal> servers = ((VertxInternal) vertx).sharedTcpServers();
    synchronized (servers) {
      return servers.keySet().stream()
          .filter(server -> server.port() > 0)
          .map(server -> server.host() + ":" + server.port())
          .collect(Collectors.toSet());
    }
  }
}
