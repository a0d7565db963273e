package dev.starling.promotions;

import dev.starling.database.Database;
import dev.starling.shop.Promotions.Promotion;
import dev.starling.shop.service.ListHandlers;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** The promotions, in the table {@code promotion}. Belongs to one event loop. */
final class PromotionsTable {
  private static final int MOST = 100;

  /** By the database's clock, which is one for all instances. */
  private static final String RUNNING =
      "select promotion_id, title, product_id, discount_percent, starts_at, ends_at from promotion"
          + " where starts_at <= now() and ends_at > now() order by ends_at, promotion_id limit $1";

  private final Database database;

  PromotionsTable(Database database) {
    this.database = database;
  }

  /** Those that run now, the one that ends first before the others; not more than some. */
  Future<List<Promotion>> running() {
    return ListHandlers.select(database, RUNNING, Tuple.of(MOST), PromotionsTable::promotion);
  }

  private static Promotion promotion(Row row) {
    return new Promotion(
        row.getInteger(0),
        row.getString(1),
        row.getInteger(2),
        row.getInteger(3),
        row.getOffsetDateTime(4).toInstant().toString(),
        row.getOffsetDateTime(5).toInstant().toString());
  }
}
