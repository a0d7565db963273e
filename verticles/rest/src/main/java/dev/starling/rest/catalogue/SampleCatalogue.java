package dev.starling.rest.catalogue;

import dev.starling.database.IdentityColumns;
import dev.starling.database.SampleData;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import net.datafaker.Faker;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** 100 brands, 1,000 products and 100,000 SKUs, the same every time. */
public final class SampleCatalogue implements SampleData {
  private static final int BRANDS = 100;
  private static final int PRODUCTS = 1_000;
  private static final int SKUS = 100_000;
  private static final int BATCH = 10_000;
  private static final int SIZES = 3;
  private static final int COLORS = 2;
  private static final long SEED = 20_260_101;

  @Override
  public boolean isWanted(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet empty =
            statement.executeQuery(
                "select not exists (select from brand) and not exists (select from product)")) {
      empty.next();
      return empty.getBoolean(1);
    }
  }

  @Override
  public void fill(Connection database, Consumer<String> progress) throws SQLException {
    IdentityColumns.restart(database, "brand", "product", "sku");
    Random random = new Random(SEED);
    Faker faker = new Faker(Locale.ENGLISH, random);
    CopyManager copy = database.unwrap(PGConnection.class).getCopyAPI();
    StringBuilder rows = new StringBuilder();
    for (int brand = 0; brand < BRANDS; brand++) {
      rows.append(faker.company().name()).append('\n');
    }
    load(copy, "brand (brand_name)", rows);
    for (int product = 0; product < PRODUCTS; product++) {
      rows.append(faker.commerce().productName())
          .append('\t')
          .append(1 + random.nextInt(BRANDS))
          .append('\n');
    }
    load(copy, "product (product_name, brand_id)", rows);
    progress.accept(words("%,d brands and %,d products", BRANDS, PRODUCTS));
    for (int from = 0; from < SKUS; from += BATCH) {
      for (int sku = 0; sku < BATCH; sku++) {
        rows.append(1 + random.nextInt(PRODUCTS))
            .append('\t')
            .append(1 + random.nextInt(SIZES))
            .append('\t')
            .append(1 + random.nextInt(COLORS))
            .append('\n');
      }
      load(copy, "sku (product_id, product_size_id, product_color_id)", rows);
      progress.accept(words("%,d of %,d SKUs", from + BATCH, SKUS));
    }
  }

  private static String words(String form, Object... numbers) {
    return String.format(Locale.ROOT, form, numbers);
  }

  private static void load(CopyManager copy, String target, StringBuilder rows)
      throws SQLException {
    try {
      copy.copyIn("copy " + target + " from stdin", new StringReader(rows.toString()));
    } catch (IOException impossible) {
      throw new SQLException(impossible);
    }
    rows.setLength(0);
  }
}
