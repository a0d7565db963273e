package dev.starling.chat.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Events as bytes, between instances and in the copies of a room. Their version is that of the
 * message or room that they are a part of, see {@link Format}.
 */
public final class EventCodec {
  private EventCodec() {}

  /** Writes an event. */
  public static void write(DataOutput out, Event event) throws IOException {
    out.writeByte(event.kind().ordinal());
    out.writeLong(event.seq());
    out.writeLong(event.chain());
    write(out, event.key());
    out.writeLong(event.at());
    out.writeInt(event.online());
    write(out, event.username());
    write(out, event.text());
  }

  /**
   * Reads an event.
   *
   * @throws IOException when it is cut off
   */
  public static Event read(DataInput in) throws IOException {
    Kind kind = Kind.of(in.readByte());
    long seq = in.readLong();
    long chain = in.readLong();
    Key key = readKey(in);
    long at = in.readLong();
    int online = in.readInt();
    String username = readText(in);
    return new Event(seq, chain, kind, key, username, readText(in), at, online);
  }

  /** Writes a key. */
  public static void write(DataOutput out, Key key) throws IOException {
    out.writeLong(key.high());
    out.writeLong(key.low());
  }

  /** Reads a key. */
  public static Key readKey(DataInput in) throws IOException {
    return new Key(in.readLong(), in.readLong());
  }

  /** Writes a text of any length; it must be well-formed UTF-16. */
  public static void write(DataOutput out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /** Reads a text. */
  public static String readText(DataInput in) throws IOException {
    byte[] utf8 = new byte[in.readInt()];
    in.readFully(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
