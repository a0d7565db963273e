package dev.starling.core.roster;

import dev.starling.core.bus.RecordCodec;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;

/**
 * Part of the counts of an instance, in the order of their keys.
 *
 * @param instance whose counts they are
 * @param sequence of its last report before this page
 * @param after the key that the page begins behind; empty for the first page
 * @param counts connections open at the instance, never 0
 * @param next the key that the next page begins behind; empty when this is the last one
 */
public record KeyedPage(
    String instance,
    long sequence,
    String after,
    Map<String, Integer> counts,
    Optional<String> next) {

  /**
   * Asks for a page.
   *
   * @param after the key that the page begins behind; empty for the first page
   */
  public record Request(String after) {
    /** The codec; each process registers it once with its event bus. */
    public static final RecordCodec<Request> CODEC =
        new RecordCodec<>(
            "starling.keyed-roster.request",
            (request, out) -> KeyedFields.write(out, request.after),
            in -> new Request(new KeyedFields(in).text()));
  }

  /** The codec; each process registers it once with its event bus. */
  public static final RecordCodec<KeyedPage> CODEC =
      new RecordCodec<>("starling.keyed-roster.page", KeyedPage::write, KeyedPage::read);

  static KeyedPage of(
      String instance, long sequence, String after, Map<String, Integer> counts, boolean more) {
    Optional<String> last = counts.keySet().stream().reduce((earlier, later) -> later);
    return new KeyedPage(instance, sequence, after, counts, more ? last : Optional.empty());
  }

  private void write(Buffer out) {
    KeyedFields.write(out, instance);
    out.appendLong(sequence);
    KeyedFields.write(out, after);
    KeyedFields.write(out, counts);
    KeyedFields.write(out, next.orElse(""));
  }

  private static KeyedPage read(Buffer in) {
    KeyedFields fields = new KeyedFields(in);
    return new KeyedPage(
        fields.text(),
        fields.number(),
        fields.text(),
        fields.counts(),
        Optional.of(fields.text()).filter(key -> !key.isEmpty()));
  }
}
