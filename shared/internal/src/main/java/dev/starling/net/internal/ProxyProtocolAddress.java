package dev.starling.net.internal;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The address that a load balancer announced (PROXY protocol) as its client's. Vert.x tells it
 * once, to the first caller, and with metrics on that is Vert.x itself: requests would have the
 * load balancer's.
 */
public final class ProxyProtocolAddress {
  private static final AttributeKey<SocketAddress> ADDRESS =
      AttributeKey.valueOf(ProxyProtocolAddress.class, "address");

  private ProxyProtocolAddress() {}

  /** Keeps the address of a new connection, if one was announced, before anyone asks for it. */
  static void keep(Channel channel) {
    SocketAddress announced = channel.attr(ConnectionBase.REMOTE_ADDRESS_OVERRIDE).get();
    if (announced != null) {
      channel.attr(ADDRESS).set(announced);
    }
  }

  /** The address that was announced for a request's connection, or null. */
  public static SocketAddress of(HttpServerRequest request) {
    return Channels.channel(request).attr(ADDRESS).get();
  }

  /** Has what a request's connection turns into know the address, too. */
  public static void handOn(HttpServerRequest request) {
    SocketAddress announced = of(request);
    if (announced != null) {
      Channels.channel(request).attr(ConnectionBase.REMOTE_ADDRESS_OVERRIDE).set(announced);
    }
  }
}
