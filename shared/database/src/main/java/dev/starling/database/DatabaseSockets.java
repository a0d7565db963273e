package dev.starling.database;

import dev.starling.net.internal.ClientOptionsVertx;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Vert.x as it is given to the PostgreSQL client, which up to 5.0.8 ignores the socket options it
 * is given: it would try for a minute to reach a host that is away, and keep a connection for a
 * quarter of an hour that nothing comes back on.
 */
final class DatabaseSockets {
  private DatabaseSockets() {}

  /**
   * Wraps a Vert.x.
   *
   * @param silence of the other host, after which a connection is broken off; with the native
   *     transport of Linux only
   */
  static Vertx on(Vertx vertx, Duration connectTimeout, Duration silence) {
    return ClientOptionsVertx.of(
        vertx,
        options ->
            options
                .setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()))
                .setTcpUserTimeout(Math.toIntExact(silence.toMillis()))
                .setTcpKeepAlive(true));
  }
}
