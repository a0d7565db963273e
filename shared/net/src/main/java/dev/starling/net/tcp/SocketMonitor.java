package dev.starling.net.tcp;

import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.net.internal.Channels;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;

/**
 * Counts a socket that a service reads and writes itself, and drains it: once the server stops, a
 * socket closes at its first rest, when what the client sent last has had an answer. Belongs to the
 * socket's event loop.
 */
final class SocketMonitor extends ChannelDuplexHandler {
  /** A socket without a byte in either direction for this long is at rest. */
  private static final long REST_MILLIS = 50;

  private static final String NAME = "socketMonitor";

  private final Vertx vertx;
  private final NetSocket socket;
  private final ConnectionMetrics metrics;

  private boolean active;
  private boolean unanswered;
  private boolean closed;
  private boolean handedOver;
  private String closeReason = "client";

  private SocketMonitor(Vertx vertx, NetSocket socket, ConnectionMetrics metrics) {
    this.vertx = vertx;
    this.socket = socket;
    this.metrics = metrics;
  }

  /** Begins to count an accepted socket; a shutdown handler of the service's own drains instead. */
  static void follow(Vertx vertx, NetSocket socket, ConnectionMetrics metrics) {
    SocketMonitor monitor = new SocketMonitor(vertx, socket, metrics);
    metrics.opened();
    Channels.addBeforeSocket(socket, NAME, monitor);
    Channels.channel(socket).closeFuture().addListener(v -> monitor.closed());
    socket.shutdownHandler(v -> monitor.drain());
  }

  /**
   * Ends the monitoring of a socket that is to be counted by another from now on.
   *
   * @return whether it was counted as opened
   */
  static boolean handOver(NetSocket socket) {
    SocketMonitor monitor = Channels.channel(socket).pipeline().get(SocketMonitor.class);
    if (monitor == null) {
      return false;
    }
    monitor.handedOver = true;
    Channels.channel(socket).pipeline().remove(monitor);
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    active = true;
    unanswered = true;
    metrics.messageIn();
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    // Vert.x writes an empty buffer before it closes.
    if (!(message instanceof ByteBuf data) || data.isReadable()) {
      active = true;
      unanswered = false;
      metrics.messageOut();
    }
    context.write(message, promise);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      closeReason = "idle";
    }
    context.fireUserEventTriggered(event);
  }

  private void drain() {
    active = false;
    vertx.setTimer(
        REST_MILLIS,
        timer -> {
          if (closed || handedOver) {
            return;
          }
          if (active || unanswered || socket.writeQueueFull()) {
            drain();
          } else {
            closeReason = "drain";
            socket.close();
          }
        });
  }

  private void closed() {
    closed = true;
    if (!handedOver) {
      metrics.closed(closeReason);
    }
  }
}
