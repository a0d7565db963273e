package dev.starling.recommendations;

import dev.starling.database.SampleData;
import dev.starling.database.SampleRows;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;

/** Ten purchases of each of two hundred users; the lower a product's number, the more it sells. */
final class PurchasesSample {
  static final SampleData ROWS =
      new SampleRows(
          "purchase",
          "insert into purchase (user_id, product_id, purchased_at) values (?, ?, ?)",
          PurchasesSample::add);

  private static final int USERS = 200;
  private static final int EACH = 10;
  private static final int PRODUCTS = 100;
  private static final long SEED = 2_026;
  private static final OffsetDateTime FIRST =
      OffsetDateTime.of(2025, 1, 1, 9, 0, 0, 0, ZoneOffset.UTC);

  private PurchasesSample() {}

  private static void add(PreparedStatement insert) throws SQLException {
    Random random = new Random(SEED);
    for (int number = 0; number < USERS * EACH; number++) {
      insert.setLong(1, 1 + number % USERS);
      insert.setInt(2, product(random));
      insert.setObject(3, FIRST.plusMinutes(number));
      insert.addBatch();
    }
  }

  private static int product(Random random) {
    return 1 + Math.min(random.nextInt(PRODUCTS), random.nextInt(PRODUCTS));
  }
}
