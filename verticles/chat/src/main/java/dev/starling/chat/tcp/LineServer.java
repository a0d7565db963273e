package dev.starling.chat.tcp;

import dev.starling.chat.session.ConnectionContext;
import dev.starling.chat.settings.ChatSettings;
import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.core.service.ServiceContext;
import dev.starling.net.tcp.TcpConnection;
import dev.starling.net.tcp.TcpEndpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** Serves terminals on one event loop. */
public final class LineServer {
  private final Vertx vertx;
  private final ChatSettings settings;
  private final ServiceContext service;
  private final ConnectionContext context;
  private final ConnectionMetrics metrics;
  private final NetServer server;

  /** Creates it on its event loop. */
  public LineServer(
      Vertx vertx, ChatSettings settings, ServiceContext service, ConnectionContext context) {
    this.vertx = vertx;
    this.settings = settings;
    this.service = service;
    this.context = context;
    this.metrics = service.connections("tcp");
    this.server = TcpEndpoint.server(service).connectHandler(this::open);
  }

  /** Begins to accept. */
  public Future<?> listen() {
    return service.listen(server, settings.tcp().host(), settings.tcp().port());
  }

  private void open(NetSocket socket) {
    long outbox = settings.outboxLimit().bytes();
    new LineTransport(new TcpConnection(vertx, socket, outbox, metrics), context).open();
  }
}
