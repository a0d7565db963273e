package dev.starling.net.tcp;

import dev.starling.core.service.ServiceContext;
import dev.starling.net.SocketOptions;
import dev.starling.net.limits.ConnectionLimiter;
import dev.starling.net.limits.RejectionMessage;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.util.function.Consumer;

/**
 * Makes servers for TCP that apply the service's settings: TLS, limits for connections, the PROXY
 * protocol. They listen through {@link ServiceContext#listen(NetServer, String, int)}.
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
   * @param words what a refused client is told; nothing over TLS
   * @param options sets what the service wants besides, such as timeouts
   */
  public static NetServer server(
      ServiceContext service, RejectionMessage words, Consumer<NetServerOptions> options) {
    NetServerOptions all = SocketOptions.tcp(service.certificate());
    options.accept(all);
    ConnectionLimiter limiter = ConnectionLimiter.of(service);
    return service.applies(
        limiter
            .guard(
                service.node().vertx(),
                service.certificate().isPresent() ? RejectionMessage.NONE : words)
            .createNetServer(limiter.proxied(all)));
  }
}
