package dev.starling.bench.peer;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** How a number becomes a text frame, encoded once and sent to many. */
enum FrameEncoding {
  /** Through Vert.x: the text is shared, each socket gets a frame of its own around it. */
  FRAMES {
    @Override
    Consumer<ServerWebSocket> encode(int number) {
      Buffer text = Buffer.buffer(Integer.toString(number));
      return socket ->
          socket.writeFrame(
              new WebSocketFrameImpl(
                  WebSocketFrameType.TEXT, ((BufferInternal) text).getByteBuf(), true));
    }
  },

  /** Past Vert.x: the frame's bytes go to Netty's channel as they are. */
  BYTES {
    @Override
    Consumer<ServerWebSocket> encode(int number) {
      byte[] text = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
      ByteBuffer frame =
          ByteBuffer.allocateDirect(2 + text.length)
              .put(FINAL_TEXT_FRAME)
              .put((byte) text.length)
              .put(text)
              .flip();
      return socket -> {
        ChannelHandlerContext channel = ((WebSocketInternal) socket).channelHandlerContext();
        channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
      };
    }
  };

  private static final byte FINAL_TEXT_FRAME = (byte) 0x81;

  /** Encodes a number; the result sends it to a socket, and to as many as wanted. */
  abstract Consumer<ServerWebSocket> encode(int number);
}
