package dev.starling.core.roster;

import dev.starling.core.bus.RecordCodec;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Keys of which an instance has another number of connections than when it reported last.
 *
 * @param instance that reports
 * @param sequence rises by one with every report that has counts; a report without any repeats it
 * @param counts connections open at the instance now, 0 for a key that has none any more
 */
public record KeyedReport(String instance, long sequence, Map<String, Integer> counts) {

  /** The codec; each process registers it once with its event bus. */
  public static final RecordCodec<KeyedReport> CODEC =
      new RecordCodec<>("starling.keyed-roster", KeyedReport::write, KeyedReport::read);

  /** Address on which the instances of a service publish their reports. */
  public static String address(String service) {
    return "starling.keyed-roster." + service;
  }

  /** Whether this is the report after the one of a number. */
  boolean follows(long last) {
    return last >= 0 && sequence == last + 1 && !counts.isEmpty();
  }

  static void check(String key) {
    if (key.isEmpty() || key.getBytes(StandardCharsets.UTF_8).length > KeyedRoster.LONGEST_KEY) {
      throw new IllegalArgumentException(
          "a key has 1 to " + KeyedRoster.LONGEST_KEY + " bytes: " + key);
    }
  }

  private void write(Buffer out) {
    KeyedFields.write(out, instance);
    out.appendLong(sequence);
    KeyedFields.write(out, counts);
  }

  private static KeyedReport read(Buffer in) {
    KeyedFields fields = new KeyedFields(in);
    return new KeyedReport(fields.text(), fields.number(), fields.counts());
  }
}
