package dev.starling.shared.database;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;

/**
 * Vert.x as it is given to the PostgreSQL client, which up to 5.0.8 ignores the socket options it
 * is given: it would try for a minute to reach a host that is away, and keep a connection for a
 * quarter of an hour that nothing comes back on.
 */
final class DatabaseSockets extends VertxWrapper {
  private final Duration connectTimeout;
  private final Duration silence;

  private DatabaseSockets(VertxInternal vertx, Duration connectTimeout, Duration silence) {
    super(vertx);
    this.connectTimeout = connectTimeout;
    this.silence = silence;
  }

  /**
   * @param silence of the other host, after which a connection is broken off; with the native
   *     transport of Linux only
   */
  static Vertx on(Vertx vertx, Duration connectTimeout, Duration silence) {
    return new DatabaseSockets((VertxInternal) vertx, connectTimeout, silence);
  }

  @Override
  public NetClient createNetClient(NetClientOptions options) {
    return super.createNetClient(
        new NetClientOptions(options)
            .setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()))
            .setTcpUserTimeout(Math.toIntExact(silence.toMillis()))
            .setTcpKeepAlive(true));
  }
}
