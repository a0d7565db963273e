package dev.starling.rest.catalogue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.starling.web.json.JsonOutput;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;

/** Stock-keeping units, as JSON from the rows they come in. */
final class Skus {
  private static final SerializedString SKU_ID = new SerializedString("sku_id");
  private static final SerializedString PRODUCT_SIZE_NAME =
      new SerializedString("product_size_name");
  private static final SerializedString PRODUCT_COLOR_NAME =
      new SerializedString("product_color_name");

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
    out.writeFieldName(SKU_ID);
    out.writeNumber(row.getInteger(0));
    out.writeFieldName(PRODUCT_SIZE_NAME);
    out.writeString(row.getString(1));
    out.writeFieldName(PRODUCT_COLOR_NAME);
    out.writeString(row.getString(2));
    out.writeEndObject();
  }
}
