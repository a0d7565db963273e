package dev.starling.systemtests.history;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A fact, with who knows it and since when.
 *
 * @param at in nanoseconds of the clients' own clock, which nobody sets
 * @param client its name; empty for the scenario itself
 */
public record Entry(long at, String client, Fact fact) {

  /**
   * One line for a file.
   *
   * @param beginning when the history began
   */
  String line(long beginning) {
    JsonObject line =
        new JsonObject()
            .put("ms", (at - beginning) / 10_000 / 100.0)
            .put("client", client)
            .put("fact", fact.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    for (RecordComponent component : fact.getClass().getRecordComponents()) {
      line.put(component.getName(), plain(value(component)));
    }
    return line.encode();
  }

  private Object value(RecordComponent component) {
    try {
      return component.getAccessor().invoke(fact);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Duration duration) {
      return duration.toMillis() + "ms";
    }
    return value instanceof Collection<?> several ? new JsonArray(List.copyOf(several)) : value;
  }
}
