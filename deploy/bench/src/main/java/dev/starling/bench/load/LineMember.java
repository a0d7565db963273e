package dev.starling.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A user of a chat over TCP, who reads lines: {@code user7: text}. */
final class LineMember extends ByteToMessageDecoder {
  private static final char WELCOME = 'W';
  private static final char ERROR = 'E';
  private static final char END_OF_NEWS = '!';
  private static final int SEPARATOR = ": ".length();

  private final String username;
  private final boolean saysName;
  private final ChatListener listener;
  private Throwable failure;

  LineMember(String username, boolean saysName, ChatListener listener) {
    this.username = username;
    this.saysName = saysName;
    this.listener = listener;
  }

  /** The number that the text of a message begins with. */
  static long numberIn(ByteBuf line) {
    int colon = line.indexOf(line.readerIndex(), line.writerIndex(), (byte) ':');
    return ChatJson.number(line, colon + SEPARATOR);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (saysName) {
      ctx.writeAndFlush(
          Unpooled.copiedBuffer("CONNECT " + username + "\n", StandardCharsets.US_ASCII));
    }
    listener.opened();
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int length = in.bytesBefore((byte) '\n');
    if (length < 0) {
      return;
    }
    received(in.readSlice(length));
    in.skipBytes(1);
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

  private void received(ByteBuf line) {
    char first = (char) line.getByte(line.readerIndex());
    if (first == WELCOME) {
      return;
    }
    if (first == ERROR) {
      listener.unexpected(line.toString(StandardCharsets.UTF_8));
    } else if (line.getByte(line.writerIndex() - 1) == END_OF_NEWS) {
      listener.joined();
    } else {
      listener.message(line);
    }
  }
}
