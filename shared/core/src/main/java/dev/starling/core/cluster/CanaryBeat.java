package dev.starling.core.cluster;

import dev.starling.core.bus.RecordCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A sign of life over the event bus.
 *
 * @param instance who gives it
 * @param hears the instances that it hears
 */
public record CanaryBeat(String instance, Set<String> hears) {
  static final String ADDRESS = "starling.canary";

  static final RecordCodec<CanaryBeat> CODEC =
      new RecordCodec<>(ADDRESS, CanaryBeat::write, CanaryBeat::read);

  private void write(Buffer out) {
    JsonArray names = new JsonArray().add(instance);
    hears.forEach(names::add);
    out.appendBuffer(names.toBuffer());
  }

  private static CanaryBeat read(Buffer in) {
    JsonArray names = in.toJsonArray();
    return new CanaryBeat(
        names.getString(0),
        names.stream().skip(1).map(String.class::cast).collect(Collectors.toUnmodifiableSet()));
  }
}
