package dev.starling.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Latency of an echo server: many connections, each with one small message under way.
 *
 * <p>A message goes out the moment the one before has come back, so the server is always busy and a
 * latency includes the time behind the other connections' messages.
 */
public final class EchoPing implements AutoCloseable {
  private static final int MESSAGE = 128;
  private static final int DIGITS = 3;

  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ByteBuf message = Unpooled.directBuffer(MESSAGE).writeZero(MESSAGE);
  private final Recorder latencies = new Recorder(TimeUnit.SECONDS.toNanos(60), DIGITS);

  /** Starts to ping the server on this port. */
  public EchoPing(Loops loops, int port, int connections) {
    Bootstrap clients = loops.clients(port, Ping::new);
    for (int i = 0; i < connections; i++) {
      channels.add(clients.connect().syncUninterruptibly().channel());
    }
  }

  /** The round trips since the last call, in nanoseconds. */
  public Histogram latencies() {
    return latencies.getIntervalHistogram();
  }

  /** Whether every connection is still there. */
  public boolean isWhole(int connections) {
    return channels.size() == connections;
  }

  @Override
  public void close() {
    channels.close().awaitUninterruptibly(Loops.CLOSE_LIMIT_MILLIS);
    message.release();
  }

  private final class Ping extends ChannelInboundHandlerAdapter {
    private int missing;
    private long sentAt;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      send(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
      ByteBuf bytes = (ByteBuf) received;
      missing -= bytes.readableBytes();
      bytes.release();
      if (missing == 0) {
        latencies.recordValue(System.nanoTime() - sentAt);
        send(ctx);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }

    private void send(ChannelHandlerContext ctx) {
      missing = MESSAGE;
      sentAt = System.nanoTime();
      ctx.writeAndFlush(message.retainedDuplicate(), ctx.voidPromise());
    }
  }
}
