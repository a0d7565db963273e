package dev.starling.shared.http;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The address that a load balancer announced (PROXY protocol) as its client's. Vert.x tells it
 * once, to the first who asks, and with metrics on that is Vert.x itself: requests would have the
 * load balancer's.
 */
final class AnnouncedClient {
  private static final AttributeKey<SocketAddress> ADDRESS =
      AttributeKey.valueOf(AnnouncedClient.class, "address");

  private AnnouncedClient() {}

  /** Keeps the address of a new connection, if one was announced, before anyone asks for it. */
  static void keep(Channel channel) {
    SocketAddress announced = channel.attr(ConnectionBase.REMOTE_ADDRESS_OVERRIDE).get();
    if (announced != null) {
      channel.attr(ADDRESS).set(announced);
    }
  }

  /** The address that was announced for a request's connection, or null. */
  static SocketAddress of(HttpServerRequest request) {
    return channel(request).attr(ADDRESS).get();
  }

  /** Has what a request's connection turns into know the address, too. */
  static void handOn(HttpServerRequest request) {
    SocketAddress announced = of(request);
    if (announced != null) {
      channel(request).attr(ConnectionBase.REMOTE_ADDRESS_OVERRIDE).set(announced);
    }
  }

  private static Channel channel(HttpServerRequest request) {
    return ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
  }
}
