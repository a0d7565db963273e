package dev.starling.core.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.Json;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Carries an immutable record over the event bus: by reference inside a process, as bytes between
 * processes. On the wire a version byte and a length precede what the record writes. A message of
 * another version is not delivered, see {@link Bus}.
 *
 * @param <T> the record; it must be immutable, since local consumers receive the very instance
 */
public final class RecordCodec<T> implements MessageCodec<T, T> {
  /** The version of records whose fields have never changed. */
  private static final byte FIRST_VERSION = 1;

  private static final int HEADER = 5;

  /** A message has a version that this instance does not read. */
  static final class UnknownVersion extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private UnknownVersion(String name, byte found, byte own) {
      super(
          "%s: message of version %d, and this instance reads %d: update %s"
              .formatted(name, found, own, found > own ? "this instance" : "the other instances"));
    }
  }

  private final String name;
  private final byte version;
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
    this(name, FIRST_VERSION, writer, reader);
  }

  /**
   * Creates a codec of a later version.
   *
   * @param version rises whenever what the record writes changes
   */
  public RecordCodec(
      String name, byte version, BiConsumer<T, Buffer> writer, Function<Buffer, T> reader) {
    this.name = name;
    this.version = version;
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
    buffer.appendByte(version).appendInt(body.length()).appendBuffer(body);
  }

  @Override
  public T decodeFromWire(int position, Buffer buffer) {
    byte found = buffer.getByte(position);
    if (found != version) {
      throw new UnknownVersion(name, found, version);
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
