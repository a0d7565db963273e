package dev.starling.net.internal;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.EpollIoHandler;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.transport.Transport;

/**
 * The transport of every Vert.x of a service: epoll with {@link RetainingEpollHandler}, or NIO
 * where epoll is not available.
 */
public final class NativeTransport {
  private static final RetainingEpoll EPOLL = new RetainingEpoll();
  private static final Transport TRANSPORT =
      new TransportInternal("epoll", EPOLL.isAvailable(), EPOLL.unavailabilityCause(), EPOLL);

  private NativeTransport() {}

  /** For {@link io.vertx.core.VertxBuilder#withTransport}, which falls back to NIO by itself. */
  public static Transport get() {
    return TRANSPORT;
  }

  private static final class RetainingEpoll extends EpollTransport {
    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return RetainingEpollHandler.over(EpollIoHandler.newFactory());
    }
  }
}
