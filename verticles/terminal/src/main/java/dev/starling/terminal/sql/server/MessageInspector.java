package dev.starling.terminal.sql.server;

import dev.starling.terminal.sql.result.Column;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Listens in on what the server sends, for what the client library keeps to itself: whether a
 * transaction is open, what a command has done, and the types of columns. And it lets the library
 * take every type for an unknown one, which it then asks for and passes on as the text that the
 * server writes, where it would turn numbers and times into objects that have lost digits, zones
 * and infinities. All on the event loop of the connection.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">PostgreSQL:
 *     message formats</a>
 */
final class MessageInspector extends ByteToMessageDecoder {
  /** {@code tsvector}: the one type that the library asks for as text and leaves as it comes. */
  private static final int TYPE_TEXT_SEARCH = 3614;

  private static final int HEADER = 5;

  /** Between the name of a column and its type: the table and the number of the column in it. */
  private static final int BEFORE_TYPE = 6;

  /** The type, its size and modifier, and the format. */
  private static final int FROM_TYPE = 12;

  private List<Column> columns = List.of();
  private String tag = "";
  private byte status = 'I';

  /** Of the statement described last; none when it has no result. */
  List<Column> columns() {
    return columns;
  }

  /** What the command that completed last has done, such as {@code UPDATE 5}. */
  String tag() {
    return tag;
  }

  boolean inTransaction() {
    return status != 'I';
  }

  boolean inFailedTransaction() {
    return status == 'E';
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int whole = 0;
    while (in.readableBytes() - whole >= HEADER) {
      int length = in.getInt(start + whole + 1) + 1;
      if (in.readableBytes() - whole < length) {
        break;
      }
      look(in, start + whole, length);
      whole += length;
    }
    if (whole > 0) {
      out.add(in.readRetainedSlice(whole));
    }
  }

  private void look(ByteBuf in, int start, int length) {
    switch (in.getByte(start)) {
      case 'T' -> describe(in, start + HEADER);
      case 'n' -> columns = List.of();
      case 'C' ->
          tag =
              in.toString(start + HEADER, Math.max(0, length - HEADER - 1), StandardCharsets.UTF_8);
      case 'Z' -> status = in.getByte(start + HEADER);
      default -> {
        // Not needed here.
      }
    }
  }

  private void describe(ByteBuf in, int start) {
    List<Column> described = new ArrayList<>();
    int count = in.getUnsignedShort(start);
    int at = start + 2;
    for (int i = 0; i < count; i++) {
      int end = in.indexOf(at, in.writerIndex(), (byte) 0);
      String name = in.toString(at, end - at, StandardCharsets.UTF_8);
      at = end + 1 + BEFORE_TYPE;
      described.add(new Column(name, in.getInt(at)));
      in.setInt(at, TYPE_TEXT_SEARCH);
      at += FROM_TYPE;
    }
    columns = List.copyOf(described);
  }
}
