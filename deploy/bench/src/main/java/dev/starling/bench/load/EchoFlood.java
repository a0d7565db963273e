package dev.starling.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.atomic.LongAdder;

/**
 * Throughput of an echo server: a few connections, each with a fixed number of bytes under way.
 *
 * <p>The window bounds what the server has to hold, so that a server without back-pressure gets a
 * fair run too.
 */
public final class EchoFlood implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;
  private static final int CHUNKS_UNDER_WAY = 16;

  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ByteBuf chunk = Unpooled.directBuffer(CHUNK).writeZero(CHUNK);
  private final LongAdder received = new LongAdder();

  /** Starts to flood the server on this port. */
  public EchoFlood(Loops loops, int port, int connections) {
    Bootstrap clients = loops.clients(port, Flood::new);
    for (int i = 0; i < connections; i++) {
      channels.add(clients.connect().syncUninterruptibly().channel());
    }
  }

  /** Bytes that have come back so far. */
  public long received() {
    return received.sum();
  }

  /** Whether every connection is still there. */
  public boolean isWhole(int connections) {
    return channels.size() == connections;
  }

  @Override
  public void close() {
    channels.close().awaitUninterruptibly(Loops.CLOSE_LIMIT_MILLIS);
    chunk.release();
  }

  private final class Flood extends ChannelInboundHandlerAdapter {
    private int sinceLastChunk;

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      for (int i = 0; i < CHUNKS_UNDER_WAY; i++) {
        ctx.write(chunk.retainedDuplicate(), ctx.voidPromise());
      }
      ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      received.add(bytes.readableBytes());
      sinceLastChunk += bytes.readableBytes();
      bytes.release();
      while (sinceLastChunk >= CHUNK) {
        sinceLastChunk -= CHUNK;
        ctx.write(chunk.retainedDuplicate(), ctx.voidPromise());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
