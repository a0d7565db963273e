package dev.starling.core.roster;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Texts and counts in messages of the keyed roster; an object reads one field after the other. */
final class KeyedFields {
  private final Buffer in;
  private int at;

  KeyedFields(Buffer in) {
    this.in = in;
  }

  static void write(Buffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.appendUnsignedShort(bytes.length).appendBytes(bytes);
  }

  static void write(Buffer out, Map<String, Integer> counts) {
    out.appendUnsignedShort(counts.size());
    counts.forEach(
        (key, count) -> {
          write(out, key);
          out.appendInt(count);
        });
  }

  String text() {
    int start = at + Short.BYTES;
    at = start + in.getUnsignedShort(at);
    return in.getString(start, at, "UTF-8");
  }

  long number() {
    at += Long.BYTES;
    return in.getLong(at - Long.BYTES);
  }

  Map<String, Integer> counts() {
    int size = in.getUnsignedShort(at);
    at += Short.BYTES;
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      String key = text();
      counts.put(key, in.getInt(at));
      at += Integer.BYTES;
    }
    return counts;
  }
}
