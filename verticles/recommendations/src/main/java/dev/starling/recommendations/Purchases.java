package dev.starling.recommendations;

import dev.starling.database.Database;
import dev.starling.shop.Recommendations.Recommendation;
import dev.starling.shop.service.ListHandlers;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Who bought what, in the table {@code purchase}. Belongs to one event loop. */
final class Purchases {
  /** Recommended at most. */
  private static final int MOST = 10;

  /**
   * What else those bought who bought what the user bought. However much has been sold, it reads so
   * many rows at most: of the user's last 25 products the last 100 buyers each, and of each of
   * those the last 40 purchases.
   */
  private static final String SUGGEST =
      """
      with mine as (
        select distinct product_id from purchase where user_id = $1),
      latest as (
        select product_id from purchase where user_id = $1
        group by product_id order by max(purchase_id) desc limit 25),
      others as (
        select distinct buyer.user_id
        from latest cross join lateral (
          select user_id from purchase
          where purchase.product_id = latest.product_id and user_id <> $1
          order by purchase_id desc limit 100) buyer)
      select bought.product_id, count(distinct others.user_id)::int as buyers
      from others cross join lateral (
        select product_id from purchase
        where purchase.user_id = others.user_id
        order by purchase_id desc limit 40) bought
      where bought.product_id not in (select product_id from mine)
      group by bought.product_id
      order by buyers desc, bought.product_id
      limit $2
      """;

  private final Database database;

  Purchases(Database database) {
    this.database = database;
  }

  /**
   * Products that a user has not bought, the best first; none for a user who has bought nothing.
   */
  Future<List<Recommendation>> suggest(long user) {
    return ListHandlers.select(database, SUGGEST, Tuple.of(user, MOST), Purchases::recommendation);
  }

  private static Recommendation recommendation(Row row) {
    return new Recommendation(row.getInteger(0), row.getInteger(1));
  }
}
