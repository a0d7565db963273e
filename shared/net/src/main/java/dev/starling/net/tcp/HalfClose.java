package dev.starling.net.tcp;

import dev.starling.net.internal.Channels;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * Lets each direction of a TCP connection end by itself (RFC 9293, section 3.6). Vert.x closes both
 * as soon as the peer ends its own, and what was still to be written is lost.
 *
 * <p>The end of the input reaches the socket's handler as an empty buffer, behind all that was
 * received: as an event it would overtake what waits while the socket is paused.
 */
@io.netty.channel.ChannelHandler.Sharable
final class HalfClose extends ChannelInboundHandlerAdapter {
  private static final HalfClose INSTANCE = new HalfClose();

  private HalfClose() {}

  /** Keeps the socket open when its input has ended. */
  static void allow(NetSocket socket) {
    Channels.channel(socket).config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    Channels.addBeforeSocket(socket, "halfClose", INSTANCE);
  }

  /** Whether what the socket's handler received is the end of the input. */
  static boolean isEnd(Buffer data) {
    return data.length() == 0;
  }

  /** Ends the output; input goes on. */
  static void endOutput(NetSocket socket) {
    if (Channels.channel(socket) instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }

  /**
   * Closes at once; Vert.x would first wait until what is written has been sent, perhaps for ever.
   */
  static void abort(NetSocket socket) {
    Channels.abort(socket);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      context.fireChannelRead(Unpooled.EMPTY_BUFFER);
      context.fireChannelReadComplete();
    } else {
      context.fireUserEventTriggered(event);
    }
  }
}
