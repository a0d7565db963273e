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
 * One WebSocket client of the counter: says hello, reads numbers, answers pings, says goodbye.
 *
 * <p>It knows as much of <a href="https://www.rfc-editor.org/rfc/rfc6455">RFC 6455</a> as a counter
 * sends: unfragmented frames of at most 125 bytes.
 */
final class CountClient extends ByteToMessageDecoder {
  /** What happens to a client, told on its event loop. */
  interface Listener {
    void opened();

    void shows(long previous, long number);

    void closed(Throwable cause);
  }

  static final long NOTHING = -1;

  private static final byte[] REQUEST =
      """
      GET /counter HTTP/1.1\r
      Host: 127.0.0.1\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """
          .getBytes(StandardCharsets.US_ASCII);
  private static final ByteBuf HEADER_END =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));
  private static final String SWITCHING = "HTTP/1.1 101 ";

  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int MASKED = 0x80;
  private static final int LONGEST = 125;
  private static final int NORMAL_CLOSURE = 1000;

  private final Listener listener;
  private boolean open;
  private long shown = NOTHING;
  private Throwable failure;

  CountClient(Listener listener) {
    this.listener = listener;
  }

  /** A close frame as clients send it. */
  static ByteBuf goodbye() {
    return masked(CLOSE, Unpooled.buffer(2).writeShort(NORMAL_CLOSURE));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(Unpooled.wrappedBuffer(REQUEST));
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (open) {
      readFrame(ctx, in);
    } else {
      readResponse(in);
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    listener.closed(failure);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failure = cause;
    ctx.close();
  }

  private void readResponse(ByteBuf in) {
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
    listener.opened();
  }

  private void readFrame(ChannelHandlerContext ctx, ByteBuf in) {
    if (in.readableBytes() < 2) {
      return;
    }
    int kind = in.getUnsignedByte(in.readerIndex());
    int length = in.getUnsignedByte(in.readerIndex() + 1);
    if (length > LONGEST) {
      throw new CorruptedFrameException("a frame longer than any count");
    }
    if (in.readableBytes() < 2 + length) {
      return;
    }
    ByteBuf payload = in.skipBytes(2).readSlice(length);
    switch (kind) {
      case TEXT -> show(payload);
      case PING -> ctx.writeAndFlush(masked(PONG, payload));
      case CLOSE -> ctx.close();
      default -> throw new CorruptedFrameException("unexpected frame " + kind);
    }
  }

  private void show(ByteBuf digits) {
    long number = 0;
    while (digits.isReadable()) {
      number = 10 * number + digits.readByte() - '0';
    }
    listener.shows(shown, number);
    shown = number;
  }

  private static ByteBuf masked(int kind, ByteBuf payload) {
    // A mask of zeros is a mask, and leaves the payload as it is.
    return Unpooled.buffer(6 + payload.readableBytes())
        .writeByte(kind)
        .writeByte(MASKED | payload.readableBytes())
        .writeInt(0)
        .writeBytes(payload);
  }
}
