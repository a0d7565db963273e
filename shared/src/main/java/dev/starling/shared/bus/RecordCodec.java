package dev.starling.shared.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.Json;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Carries an immutable record over the event bus: by reference inside a process, as bytes between
 * processes. On the wire a version byte and a length precede what the record writes.
 *
 * @param <T> the record; it must be immutable, since local consumers receive the very instance
 */
public final class RecordCodec<T> implements MessageCodec<T, T> {
  private static final byte VERSION = 1;
  private static final int HEADER = 5;

  private final String name;
  private final BiConsumer<T, Buffer> writer;
  private final Function<Buffer, T> reader;

  /**
   * Creates a codec.
   *
   * @param name unique among the codecs of a process and equal in all processes
   * @param writer appends a record's fields to a buffer
   * @param reader reads them back from a buffer that holds nothing else
   */
  public RecordCodec(String name, BiConsumer<T, Buffer> writer, Function<Buffer, T> reader) {
    this.name = name;
    this.writer = writer;
    this.reader = reader;
  }

  /** A codec of a record whose size and speed do not matter: as JSON. */
  public static <T> RecordCodec<T> json(String name, Class<T> type) {
    return new RecordCodec<>(
        name,
        (message, out) -> out.appendBuffer(Json.encodeToBuffer(message)),
        in -> Json.decodeValue(in, type));
  }

  @Override
  public void encodeToWire(Buffer buffer, T message) {
    Buffer body = Buffer.buffer();
    writer.accept(message, body);
    buffer.appendByte(VERSION).appendInt(body.length()).appendBuffer(body);
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    byte version = buffer.getByte(position);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          name + ": message of version " + version + ", this instance reads " + VERSION);
    }
    int start = position + HEADER;
    return reader.apply(buffer.slice(start, start + buffer.getInt(position + 1)));
  }

  @Override
  public T transform(T message) {
    return message;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
