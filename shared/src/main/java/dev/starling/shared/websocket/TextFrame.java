package dev.starling.shared.websocket;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * A text frame around bytes that are encoded already: a broadcast is encoded once, not once per
 * client. Vert.x offers this for binary frames only. The bytes can be shared between any number of
 * frames and threads; a frame is good for one write.
 */
final class TextFrame {
  private TextFrame() {}

  static WebSocketFrame of(Buffer utf8) {
    ByteBuf view = ((BufferInternal) utf8).getByteBuf();
    return new WebSocketFrameImpl(WebSocketFrameType.TEXT, view, true);
  }
}
