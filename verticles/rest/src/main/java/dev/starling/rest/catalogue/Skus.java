package dev.starling.rest.catalogue;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.starling.shared.contract.JsonOutput;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;

/** Stock-keeping units, as JSON from the rows they come in. */
final class Skus {
  private Skus() {}

  /** A row without an id stands for a product that has none. */
  static Buffer json(RowSet<Row> rows) {
    JsonOutput output = new JsonOutput().add(JsonGenerator::writeStartArray);
    for (Row row : rows) {
      if (row.getInteger(0) != null) {
        output.add(out -> write(row, out));
      }
    }
    return output.add(JsonGenerator::writeEndArray).finish();
  }

  private static void write(Row row, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeNumberField("sku_id", row.getInteger(0));
    out.writeStringField("product_size_name", row.getString(1));
    out.writeStringField("product_color_name", row.getString(2));
    out.writeEndObject();
  }
}
