package dev.starling.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;

/** What a server speaks in text frames. */
public enum Dialect {
  /** A text frame is a text. */
  PLAIN {
    @Override
    String path(String path) {
      return path;
    }

    @Override
    String event(String name, String text) {
      return text;
    }

    @Override
    void switched(WebSocketClient client, ChannelHandlerContext ctx) {
      client.opened(ctx);
    }

    @Override
    void read(WebSocketClient client, ChannelHandlerContext ctx, ByteBuf text) {
      client.received(ctx, text);
    }
  },

  /**
   * Socket.io without its long polling: a text is the argument of an event. See its <a
   * href="https://socket.io/docs/v4/socket-io-protocol/">protocol</a> and that of engine.io below.
   */
  SOCKET_IO {
    @Override
    String path(String path) {
      return "/socket.io/?EIO=4&transport=websocket";
    }

    @Override
    String event(String name, String json) {
      return "42[\"" + name + "\"," + json + "]";
    }

    @Override
    void switched(WebSocketClient client, ChannelHandlerContext ctx) {}

    @Override
    void read(WebSocketClient client, ChannelHandlerContext ctx, ByteBuf packet) {
      switch (packet.getByte(packet.readerIndex())) {
        case OPEN -> ctx.writeAndFlush(WebSocketClient.text("40"));
        case PING -> ctx.writeAndFlush(WebSocketClient.text("3"));
        case MESSAGE -> message(client, ctx, packet);
        default -> throw unexpected(packet);
      }
    }

    private void message(WebSocketClient client, ChannelHandlerContext ctx, ByteBuf packet) {
      switch (packet.getByte(packet.readerIndex() + 1)) {
        case CONNECT -> client.opened(ctx);
        case EVENT -> {
          int comma = packet.indexOf(packet.readerIndex(), packet.writerIndex(), (byte) ',');
          client.received(ctx, packet.slice(comma + 1, packet.writerIndex() - 1 - (comma + 1)));
        }
        default -> throw unexpected(packet);
      }
    }
  };

  private static final int OPEN = '0';
  private static final int PING = '2';
  private static final int MESSAGE = '4';
  private static final int CONNECT = '0';
  private static final int EVENT = '2';

  /** What is asked for instead of a path. */
  abstract String path(String path);

  /** The text of the frame that carries a text. */
  abstract String event(String name, String text);

  /** The WebSocket is there. */
  abstract void switched(WebSocketClient client, ChannelHandlerContext ctx);

  /** A text frame came. */
  abstract void read(WebSocketClient client, ChannelHandlerContext ctx, ByteBuf text);

  private static CorruptedFrameException unexpected(ByteBuf packet) {
    return new CorruptedFrameException(
        "unexpected packet: " + packet.toString(StandardCharsets.UTF_8));
  }
}
