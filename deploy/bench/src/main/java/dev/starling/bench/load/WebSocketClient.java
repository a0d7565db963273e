package dev.starling.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One WebSocket client: says hello, reads texts, answers pings, says goodbye.
 *
 * <p>It knows as much of <a href="https://www.rfc-editor.org/rfc/rfc6455">RFC 6455</a> as the
 * services send: unfragmented frames of less than 64 KiB.
 */
abstract class WebSocketClient extends ByteToMessageDecoder {
  private static final String REQUEST =
      """
      GET %s HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;
  private static final ByteBuf HEADER_END =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));
  private static final String SWITCHING = "HTTP/1.1 101 ";

  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int MASKED = 0x80;
  private static final int LONGEST_SHORT = 125;
  private static final int TWO_BYTES_OF_LENGTH = 126;
  private static final int NORMAL_CLOSURE = 1000;

  private final String path;
  private final Dialect dialect;
  private boolean open;
  private Throwable failure;

  /** A client that will open this path of the server. */
  WebSocketClient(String path, Dialect dialect) {
    this.path = dialect.path(path);
    this.dialect = dialect;
  }

  /** The server is ready for texts. */
  abstract void opened(ChannelHandlerContext ctx);

  /** A text came; its bytes are good until this returns. */
  abstract void received(ChannelHandlerContext ctx, ByteBuf text);

  /**
   * The connection is gone.
   *
   * @param cause null when the server closed it, or the client itself
   */
  abstract void closed(Throwable cause);

  /** A text frame as clients send it. */
  static ByteBuf text(String ascii) {
    return masked(TEXT, Unpooled.wrappedBuffer(ascii.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A close frame as clients send it. */
  static ByteBuf goodbye() {
    return masked(CLOSE, Unpooled.buffer(2).writeShort(NORMAL_CLOSURE));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(Unpooled.copiedBuffer(REQUEST.formatted(path), StandardCharsets.US_ASCII));
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (open) {
      readFrame(ctx, in);
    } else {
      readResponse(ctx, in);
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    closed(failure);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failure = cause;
    ctx.close();
  }

  private void readResponse(ChannelHandlerContext ctx, ByteBuf in) {
    int length = ByteBufUtil.indexOf(HEADER_END, in);
    if (length < 0) {
      return;
    }
    String response = in.readCharSequence(length, StandardCharsets.US_ASCII).toString();
    in.skipBytes(HEADER_END.readableBytes());
    if (!response.startsWith(SWITCHING)) {
      throw new CorruptedFrameException("no WebSocket: " + response);
    }
    open = true;
    dialect.switched(this, ctx);
  }

  private void readFrame(ChannelHandlerContext ctx, ByteBuf in) {
    if (in.readableBytes() < 2) {
      return;
    }
    int start = in.readerIndex();
    int length = in.getUnsignedByte(start + 1);
    int header = 2;
    if (length == TWO_BYTES_OF_LENGTH) {
      header += 2;
      if (in.readableBytes() < header) {
        return;
      }
      length = in.getUnsignedShort(start + 2);
    } else if (length > LONGEST_SHORT) {
      throw new CorruptedFrameException("a frame of 64 KiB or more");
    }
    if (in.readableBytes() >= header + length) {
      ByteBuf payload = in.skipBytes(header).readSlice(length);
      handle(ctx, in.getUnsignedByte(start), payload);
    }
  }

  private void handle(ChannelHandlerContext ctx, int kind, ByteBuf payload) {
    switch (kind) {
      case TEXT -> dialect.read(this, ctx, payload);
      case PING -> ctx.writeAndFlush(masked(PONG, payload));
      case CLOSE -> ctx.close();
      default -> throw new CorruptedFrameException("unexpected frame " + kind);
    }
  }

  private static ByteBuf masked(int kind, ByteBuf payload) {
    int length = payload.readableBytes();
    ByteBuf frame = Unpooled.buffer(8 + length).writeByte(kind);
    if (length > LONGEST_SHORT) {
      frame.writeByte(MASKED | TWO_BYTES_OF_LENGTH).writeShort(length);
    } else {
      frame.writeByte(MASKED | length);
    }
    // A mask of zeros is a mask, and leaves the payload as it is.
    return frame.writeInt(0).writeBytes(payload);
  }
}
