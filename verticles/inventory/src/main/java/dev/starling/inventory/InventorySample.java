package dev.starling.inventory;

import dev.starling.database.SampleData;
import dev.starling.database.SampleRows;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The stock of a thousand products: 0 to 100, of some few or none. */
final class InventorySample {
  static final SampleData ROWS =
      new SampleRows(
          "inventory",
          "insert into inventory (product_id, inventory) values (?, ?)",
          InventorySample::add);

  private static final int PRODUCTS = 1_000;

  private InventorySample() {}

  private static void add(PreparedStatement insert) throws SQLException {
    for (int product = 1; product <= PRODUCTS; product++) {
      insert.setInt(1, product);
      insert.setInt(2, inventory(product));
      insert.addBatch();
    }
  }

  /** The first nine have as many as their number says; every tenth product is sold out. */
  private static int inventory(int product) {
    if (product % 10 == 0) {
      return 0;
    }
    if (product < 10) {
      return product;
    }
    return product % 7 == 0 ? 1 + product % 3 : product * 37 % 101;
  }
}
