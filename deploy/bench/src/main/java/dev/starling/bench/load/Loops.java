package dev.starling.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.util.function.Supplier;

/**
 * The event loops of the load generator.
 *
 * <p>Clients are Netty channels with one small handler each, and not Vert.x clients: on a machine
 * shared with the server, what the clients cost hides what the server costs.
 */
public final class Loops implements AutoCloseable {
  /** Nothing that ends waits longer: a bench that hangs keeps its servers running. */
  static final long CLOSE_LIMIT_MILLIS = 20_000;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          Runtime.getRuntime().availableProcessors(), EpollIoHandler.newFactory());

  /** Clients of the server on this port, each with its own handler. */
  Bootstrap clients(int port, Supplier<ChannelHandler> handler) {
    return new Bootstrap()
        .group(group)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .remoteAddress(InetAddress.getLoopbackAddress(), port)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(handler.get());
              }
            });
  }

  @Override
  public void close() {
    group.shutdownGracefully().awaitUninterruptibly(CLOSE_LIMIT_MILLIS);
  }
}
