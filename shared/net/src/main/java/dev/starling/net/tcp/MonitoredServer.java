package dev.starling.net.tcp;

import dev.starling.core.observability.ConnectionMetrics;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrafficShapingOptions;
import java.util.concurrent.TimeUnit;

/** A server whose sockets are counted and drained, see {@link SocketMonitor}. */
final class MonitoredServer implements NetServer {
  private final Vertx vertx;
  private final NetServer server;
  private final ConnectionMetrics metrics;
  private Handler<NetSocket> handler;

  MonitoredServer(Vertx vertx, NetServer server, ConnectionMetrics metrics) {
    this.vertx = vertx;
    this.server = server;
    this.metrics = metrics;
  }

  @Override
  public NetServer connectHandler(Handler<NetSocket> handler) {
    this.handler = handler;
    server.connectHandler(
        handler == null
            ? null
            : socket -> {
              SocketMonitor.follow(vertx, socket, metrics);
              handler.handle(socket);
            });
    return this;
  }

  @Override
  public Handler<NetSocket> connectHandler() {
    return handler;
  }

  @Override
  public Future<NetServer> listen() {
    return server.listen().map(this);
  }

  @Override
  public Future<NetServer> listen(SocketAddress address) {
    return server.listen(address).map(this);
  }

  @Override
  public NetServer exceptionHandler(Handler<Throwable> handler) {
    server.exceptionHandler(handler);
    return this;
  }

  @Override
  public Future<Void> shutdown(long timeout, TimeUnit unit) {
    return server.shutdown(timeout, unit);
  }

  @Override
  public int actualPort() {
    return server.actualPort();
  }

  @Override
  public Future<Boolean> updateSSLOptions(ServerSSLOptions options, boolean force) {
    return server.updateSSLOptions(options, force);
  }

  @Override
  public Future<Boolean> updateTrafficShapingOptions(TrafficShapingOptions options) {
    return server.updateTrafficShapingOptions(options);
  }

  @Override
  public boolean isMetricsEnabled() {
    return server.isMetricsEnabled();
  }
}
