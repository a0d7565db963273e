package dev.starling.inventory;

import dev.starling.database.Database;
import dev.starling.shop.Inventory;
import dev.starling.shop.service.ListHandlers;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The stock of products, in the table {@code inventory}. Belongs to one event loop. */
final class InventoryTable {
  private static final String SELECT =
      "select product_id, inventory from inventory where product_id = any($1) order by product_id";
  private static final String UPSERT =
      "insert into inventory (product_id, inventory) values ($1, $2)"
          + " on conflict (product_id) do update set inventory = excluded.inventory";

  private static final String LOCKED =
      "select inventory from inventory where product_id = $1 for update";
  private static final String INSERT =
      "insert into inventory (product_id, inventory) values ($1, $2) on conflict do nothing";

  private final Database database;

  InventoryTable(Database database) {
    this.database = database;
  }

  /** The stock of those products that are known, by id. */
  Future<List<Inventory.Level>> levels(List<Integer> products) {
    Tuple ids = Tuple.tuple().addArrayOfInteger(products.toArray(Integer[]::new));
    return ListHandlers.select(database, SELECT, ids, InventoryTable::level);
  }

  private static Inventory.Level level(Row row) {
    return new Inventory.Level(row.getInteger(0), row.getInteger(1));
  }

  /** From now on there are so many of a product, known or not. */
  Future<Void> set(int product, int inventory) {
    // May wait for another that sets the same.
    return database
        .<RowSet<Row>>transaction(
            connection -> connection.preparedQuery(UPSERT).execute(Tuple.of(product, inventory)))
        .mapEmpty();
  }

  /**
   * The same, if a condition on the stock so far lets it; nobody changes it in between.
   *
   * @param condition throws what this is to fail with; the stock is empty when it is not known
   */
  Future<Void> set(int product, int inventory, Consumer<Optional<Integer>> condition) {
    return database
        .transaction(connection -> set(connection, Tuple.of(product, inventory), condition))
        .mapEmpty();
  }

  private static Future<RowSet<Row>> set(
      SqlConnection connection, Tuple level, Consumer<Optional<Integer>> condition) {
    return connection
        .preparedQuery(LOCKED)
        .execute(Tuple.of(level.getInteger(0)))
        .compose(
            found -> {
              boolean known = found.size() > 0;
              condition.accept(
                  known ? Optional.of(found.iterator().next().getInteger(0)) : Optional.empty());
              return connection.preparedQuery(known ? UPSERT : INSERT).execute(level);
            })
        .compose(
            written ->
                // Another has made it known since, and it is there to be locked now.
                written.rowCount() == 0
                    ? set(connection, level, condition)
                    : Future.succeededFuture(written));
  }
}
