package dev.starling.net.tcp;

import dev.starling.core.service.ServiceContext;
import dev.starling.net.SocketOptions;
import dev.starling.net.limits.ConnectionLimiter;
import dev.starling.net.limits.RejectionMessage;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes servers for TCP that apply the service's settings: TLS, limits for connections, the PROXY
 * protocol. They listen through {@link ServiceContext#listen(NetServer, String, int)}.
 *
 * <p>Their connections are counted in the service's metrics, transport {@code tcp}, each buffer as
 * a message. When the service stops, nobody new is accepted, and a connection closes as soon as it
 * is at rest with the client's last message answered, at {@code drain.timeout} in any case; one
 * with a {@link io.vertx.core.net.NetSocket#shutdownHandler shutdownHandler} decides itself. A
 * {@link TcpConnection} made of a socket counts and drains it in its own way.
 */
public final class TcpEndpoint {
  private TcpEndpoint() {}

  /** A server that sends a refused client one {@code ERROR} line. */
  public static NetServer server(ServiceContext service) {
    return server(service, RejectionMessage.LINE, options -> {});
  }

  /**
   * A server for one instance of the service's verticle; made on its event loop.
   *
   * @param words message for a refused client; not sent over TLS
   * @param options sets what the service wants besides, such as timeouts
   */
  public static NetServer server(
      ServiceContext service, RejectionMessage words, Consumer<NetServerOptions> options) {
    NetServerOptions all = SocketOptions.tcp(service.certificate());
    options.accept(all);
    ConnectionLimiter limiter = ConnectionLimiter.of(service);
    Vertx vertx = service.node().vertx();
    NetServer server =
        limiter
            .guard(vertx, service.certificate().isPresent() ? RejectionMessage.NONE : words)
            .createNetServer(limiter.proxied(all));
    long patience = service.settings().drain().timeout().toMillis();
    return service.applies(
        new MonitoredServer(vertx, server, service.connections("tcp")),
        () -> server.shutdown(patience, TimeUnit.MILLISECONDS));
  }
}
