package dev.starling.net.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A client's messages, put together from their frames (RFC 6455, section 5.4). Belongs to the
 * socket's event loop.
 */
final class IncomingMessages {
  private final int maxMessage;
  private Consumer<String> textHandler = text -> {};
  private Runnable binaryHandler = () -> {};

  // Of a message that comes in several frames; null between such messages.
  private ByteBuf fragments;
  private boolean fragmentsAreText;

  /**
   * Creates it.
   *
   * @param maxMessage most bytes of a message
   */
  IncomingMessages(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  void onText(Consumer<String> handler) {
    textHandler = handler;
  }

  void onBinary(Runnable handler) {
    binaryHandler = handler;
  }

  /** Whether a message is no longer than it may be with one more frame. */
  boolean admits(WebSocketFrame frame) {
    int before = fragments == null ? 0 : fragments.readableBytes();
    return frame.content().readableBytes() <= maxMessage - before;
  }

  /** Takes a frame of a message; hands the message over when it was the last one. */
  void take(WebSocketFrame frame) {
    if (fragments == null && frame.isFinalFragment()) {
      deliver(frame.content(), frame instanceof TextWebSocketFrame);
      return;
    }
    if (fragments == null) {
      fragments = Unpooled.buffer();
      fragmentsAreText = frame instanceof TextWebSocketFrame;
    }
    fragments.writeBytes(frame.content());
    if (frame.isFinalFragment()) {
      ByteBuf whole = fragments;
      fragments = null;
      deliver(whole, fragmentsAreText);
    }
  }

  private void deliver(ByteBuf message, boolean isText) {
    if (isText) {
      textHandler.accept(message.toString(StandardCharsets.UTF_8));
    } else {
      binaryHandler.run();
    }
  }
}
