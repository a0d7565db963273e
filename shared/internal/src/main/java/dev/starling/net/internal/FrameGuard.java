package dev.starling.net.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Stands between a WebSocket's decoder and its connection.
 *
 * <p>Tells a client that broke the WebSocket protocol so, with the close code that RFC 6455
 * (section 7.4.1) has for it; Vert.x drops such a connection without a word. The decoder throws
 * away what follows the violation. The connection is kept for a moment, since closing over unread
 * input would make the kernel discard the close frame.
 *
 * <p>Sends the frames of one turn of the event loop with one system call, which is most of what
 * they cost.
 */
final class FrameGuard extends FlushConsolidationHandler {
  private static final int MOST_FRAMES = 256;

  private final FrameChannel.Listener listener;

  FrameGuard(FrameChannel.Listener listener) {
    super(MOST_FRAMES, true);
    this.listener = listener;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
    if (failure instanceof CorruptedWebSocketFrameException violation) {
      listener.violated(violation.closeStatus(), failure.getMessage());
    } else {
      super.exceptionCaught(context, failure);
    }
  }
}
