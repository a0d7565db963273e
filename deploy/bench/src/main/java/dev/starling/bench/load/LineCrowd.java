package dev.starling.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Many users of one chat over TCP, who come in waves as those of {@link ChatCrowd} do. */
public final class LineCrowd implements Guests {
  private static final int WAVE = 250;
  private static final int LINES_AT_ONCE = 100;
  private static final String SHORT = "a short message\n";
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ChatServer server;
  private final Bootstrap clients;
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final List<Channel> inOrder = new ArrayList<>();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final LongAdder lines = new LongAdder();
  private long expected;
  private int size;

  /** A crowd for the chat on this port; nobody connects yet. */
  public LineCrowd(Loops loops, int port, ChatServer server) {
    this.server = server;
    this.clients = loops.clients(port, () -> new Member(made.getAndIncrement()));
  }

  @Override
  public void growTo(int goal, Duration limit) throws IOException {
    while (size < goal) {
      int wave = Math.min(WAVE, goal - size);
      for (int i = 0; i < wave; i++) {
        Channel channel = clients.connect().channel();
        channels.add(channel);
        inOrder.add(channel);
      }
      if (server.wantsNames()) {
        // A welcome each, and everyone is told who comes.
        expected += wave + server.joins(size + wave) - server.joins(size);
      }
      size += wave;
      await(limit);
    }
  }

  @Override
  public void fill(int messages, Duration limit) throws IOException {
    ByteBuf some = ascii(SHORT.repeat(LINES_AT_ONCE));
    for (int sent = 0; sent < messages; sent += LINES_AT_ONCE) {
      inOrder.get(0).writeAndFlush(some.retainedDuplicate());
      expected += LINES_AT_ONCE;
      await(limit);
    }
    some.release();
  }

  @Override
  public void close() {
    channels.close().awaitUninterruptibly(Loops.CLOSE_LIMIT_MILLIS);
  }

  private void await(Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (opened.get() < size || lines.sum() < expected) {
      if (lost.get() > 0 || System.nanoTime() > deadline) {
        throw new IOException(
            "%d connections are lost, %d of %d lines came"
                .formatted(lost.get(), lines.sum(), expected));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private final class Member extends SimpleChannelInboundHandler<ByteBuf> {
    private final int number;

    Member(int number) {
      this.number = number;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      opened.incrementAndGet();
      if (server.wantsNames()) {
        ctx.writeAndFlush(ascii("CONNECT user" + number + "\n"));
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
      bytes.forEachByte(
          one -> {
            if (one == '\n') {
              lines.increment();
            }
            return true;
          });
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      lost.incrementAndGet();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
