package dev.starling.echo;

import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.core.service.ServiceContext;
import dev.starling.net.limits.RejectionMessage;
import dev.starling.net.tcp.TcpConnection;
import dev.starling.net.tcp.TcpEndpoint;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Accepts clients and hands each to the echo that the settings ask for. */
final class EchoVerticle extends VerticleBase {
  private final EchoSettings settings;
  private final ServiceContext service;
  private ConnectionMetrics metrics;

  EchoVerticle(EchoSettings settings, ServiceContext service) {
    this.settings = settings;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    metrics = service.connections("tcp");
    Consumer<TcpConnection> echo =
        settings.announce()
            ? new AnnouncingEcho(service.roster())
            : new PlainEcho(service.roster());
    NetServer server =
        TcpEndpoint.server(service, rejection(), this::timeouts)
            .connectHandler(socket -> echo.accept(wrap(socket)));
    return service.listen(server, settings.tcp().host(), settings.tcp().port());
  }

  private TcpConnection wrap(NetSocket socket) {
    return new TcpConnection(vertx, socket, settings.outboxLimit().bytes(), metrics);
  }

  /** A client of RFC 862 reads nothing that it has not sent. */
  private RejectionMessage rejection() {
    return settings.announce() ? RejectionMessage.LINE : RejectionMessage.NONE;
  }

  private void timeouts(NetServerOptions options) {
    options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setReadIdleTimeout(Math.toIntExact(settings.idleTimeout().toMillis()));
  }
}
