package dev.starling.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class RetainingEpollHandlerTest {
  private static final int MANY = 50;

  private final AtomicInteger events = new AtomicInteger();
  private EventLoopGroup loop;

  @AfterEach
  void stop() {
    if (loop != null) {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /** CVE-2026-42577: such a loop was woken for ever, and kept a core busy. */
  @Test
  void a_reset_of_a_connection_that_waits_for_no_event_is_reported_once() throws Exception {
    assumeThat(Epoll.isAvailable()).isTrue();
    IoHandlerFactory epoll = RetainingEpollHandler.over(EpollIoHandler.newFactory());
    loop = new MultiThreadIoEventLoopGroup(1, executor -> new Counted(epoll, executor));
    InputEnd accepted = new InputEnd();
    Channel server =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerSocketChannel.class)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(accepted)
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    try (Socket client = connect(server)) {
      client.shutdownOutput();
      accepted.ended.get(60, TimeUnit.SECONDS);
      client.setSoLinger(true, 0);
    }
    // Turns that a busy loop has in a moment; an idle one has a few.
    int before = events.get();
    loop.schedule(() -> {}, 300, TimeUnit.MILLISECONDS).sync();
    assertThat(events.get() - before).isLessThan(MANY);
  }

  private static Socket connect(Channel server) throws IOException {
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress("127.0.0.1", ((InetSocketAddress) server.localAddress()).getPort()),
        10_000);
    return socket;
  }

  private static final class InputEnd extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownReadComplete.INSTANCE) {
        ended.complete(null);
      }
    }
  }

  /** Counts what epoll reports. */
  private final class Counted implements IoHandler {
    private final IoHandler handler;

    Counted(IoHandlerFactory factory, ThreadAwareExecutor executor) {
      handler = factory.newHandler(executor);
    }

    @Override
    public int run(IoHandlerContext context) {
      int handled = handler.run(context);
      events.addAndGet(handled);
      return handled;
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
      return handler.register(handle);
    }

    @Override
    public void initialize() {
      handler.initialize();
    }

    @Override
    public void prepareToDestroy() {
      handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
      handler.destroy();
    }

    @Override
    public void wakeup() {
      handler.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
      return handler.isCompatible(handleType);
    }
  }
}
