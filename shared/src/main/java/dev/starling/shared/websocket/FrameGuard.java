package dev.starling.shared.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.concurrent.TimeUnit;

/**
 * Tells a client that broke the WebSocket protocol so, with the close code that RFC 6455 (section
 * 7.4.1) has for it. Vert.x drops such a connection without a word.
 *
 * <p>The decoder throws away what follows the violation. The connection is kept for a moment, since
 * closing over unread input would make the kernel discard the close frame.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {
  private static final long LINGER_MILLIS = 1_000;

  private final WebSocketConnection connection;

  FrameGuard(WebSocketConnection connection) {
    this.connection = connection;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (failure instanceof CorruptedWebSocketFrameException violation) {
      WebSocketCloseStatus status = violation.closeStatus();
      context.writeAndFlush(new CloseWebSocketFrame(status));
      context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
      connection.violated(status.code(), failure.getMessage());
    } else {
      context.fireExceptionCaught(failure);
    }
  }
}
