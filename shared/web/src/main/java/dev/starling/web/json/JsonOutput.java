package dev.starling.web.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.starling.net.internal.Buffers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.stream.Collector;

/** Writes JSON straight into the buffer that is sent. Not thread-safe. */
public final class JsonOutput {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int INITIAL_BYTES = 512;

  private final ByteBuf bytes = Unpooled.buffer(INITIAL_BYTES);
  private final JsonGenerator generator;

  /** A step of writing. */
  @FunctionalInterface
  public interface Step {
    /** Writes any part of the output. */
    void write(JsonGenerator out) throws IOException;
  }

  /** How one item is written. */
  @FunctionalInterface
  public interface Item<T> {
    /** Writes one item of an array. */
    void write(T item, JsonGenerator out) throws IOException;
  }

  public JsonOutput() {
    try {
      // It does not matter who closes the stream: there is nothing behind it.
      generator = FACTORY.createGenerator((OutputStream) new ByteBufOutputStream(bytes));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** All that one step writes. */
  public static Buffer of(Step step) {
    return new JsonOutput().add(step).finish();
  }

  /** Collects items, such as the rows of a query, into a JSON array. */
  public static <T> Collector<T, JsonOutput, Buffer> array(Item<? super T> item) {
    return Collector.of(
        () -> new JsonOutput().add(JsonGenerator::writeStartArray),
        (output, one) -> output.add(out -> item.write(one, out)),
        (left, right) -> {
          throw new UnsupportedOperationException("not in parallel");
        },
        output -> output.add(JsonGenerator::writeEndArray).finish());
  }

  /** Goes on. */
  public JsonOutput add(Step step) {
    try {
      step.write(generator);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return this;
  }

  /** The bytes written; the output ends with this call. */
  public Buffer finish() {
    add(JsonGenerator::close);
    return Buffers.of(bytes);
  }
}
