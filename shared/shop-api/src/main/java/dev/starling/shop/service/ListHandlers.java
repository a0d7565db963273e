package dev.starling.shop.service;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.starling.database.Database;
import dev.starling.web.json.JsonOutput;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Short lists, from rows and to JSON. */
public final class ListHandlers {
  private ListHandlers() {}

  /** Writes the members of the object that an item is. */
  @FunctionalInterface
  public interface Members<T> {
    /** Writes the members of the object that stands for an item. */
    void write(JsonGenerator out, T item) throws IOException;
  }

  /** Short result of a query; immutable. */
  public static <T> Future<List<T>> select(
      Database database, String query, Tuple parameters, Function<Row, T> item) {
    return database.run(
        client ->
            client
                .preparedQuery(query)
                .collecting(Collectors.mapping(item, Collectors.<T>toUnmodifiableList()))
                .execute(parameters)
                .map(found -> found.value()));
  }

  /** An array of objects. */
  public static <T> Buffer json(List<T> items, Members<T> members) {
    return JsonOutput.of(
        out -> {
          out.writeStartArray();
          for (T item : items) {
            out.writeStartObject();
            members.write(out, item);
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }
}
