package dev.starling.net.limits;

import dev.starling.net.internal.Buffers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends a refused connection. What it still sends is thrown away for a moment: closing over unread
 * input makes the kernel discard the message (RFC 2525, section 2.17).
 */
final class RejectionHandler extends ChannelInboundHandlerAdapter {
  private static final long LINGER_MILLIS = 1_000;
  private static final int MOST_DISCARDED = 65_536;

  /** In a flood the others are closed without a word. */
  private static final int MOST_AT_ONCE = 256;

  private static final AtomicInteger now = new AtomicInteger();

  private final ByteBuf words;
  private int discarded;

  private RejectionHandler(Buffer words) {
    this.words = Buffers.bytes(words);
  }

  /**
   * A handler that sends this message; none without a message, or while too many are being sent.
   */
  static Optional<RejectionHandler> with(Channel connection, Buffer words) {
    if (words.length() == 0) {
      return Optional.empty();
    }
    if (now.incrementAndGet() > MOST_AT_ONCE) {
      now.decrementAndGet();
      return Optional.empty();
    }
    connection.closeFuture().addListener(closed -> now.decrementAndGet());
    return Optional.of(new RejectionHandler(words));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (context.channel().isRegistered()) {
      speak(context);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    speak(context);
  }

  private void speak(ChannelHandlerContext context) {
    context
        .writeAndFlush(words)
        .addListener(written -> ((DuplexChannel) context.channel()).shutdownOutput());
    context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      discarded += bytes.readableBytes();
    }
    ReferenceCountUtil.release(message);
    if (discarded > MOST_DISCARDED) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    context.close();
  }
}
