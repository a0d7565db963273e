package dev.starling.net.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/**
 * Netty's side of Vert.x's connections. Vert.x publishes no way to it, and neither half-closed
 * sockets nor limits for the time that a request's head takes without. To be used on the
 * connection's event loop.
 */
public final class Channels {
  private Channels() {}

  /** The pipeline of the connection that a request came on. */
  public static ChannelPipeline pipeline(HttpServerRequest request) {
    return connection(request).pipeline();
  }

  static Channel channel(HttpServerRequest request) {
    return connection(request).channel();
  }

  /** The channel of a socket. */
  public static Channel channel(NetSocket socket) {
    return connection(socket).channel();
  }

  /** Adds a handler that reads before Vert.x's socket does. */
  public static void addBeforeSocket(NetSocket socket, String name, ChannelHandler handler) {
    ChannelPipeline pipeline = connection(socket).pipeline();
    pipeline.addBefore(HandlerNames.in(pipeline, HandlerNames.CONNECTION), name, handler);
  }

  /** Adds a handler that reads before Vert.x decodes, on a connection that is being set up. */
  public static void addBeforeDecoder(
      ChannelPipeline pipeline, String name, ChannelHandler handler) {
    pipeline.addBefore(HandlerNames.in(pipeline, HandlerNames.IDLE), name, handler);
  }

  /** Closes without waiting until what is written has been sent. */
  public static void abort(NetSocket socket) {
    connection(socket).close();
  }

  private static ChannelHandlerContext connection(HttpServerRequest request) {
    return ((HttpServerConnection) request.connection()).channelHandlerContext();
  }

  private static ChannelHandlerContext connection(NetSocket socket) {
    return ((NetSocketInternal) socket).channelHandlerContext();
  }
}
