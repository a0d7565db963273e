package dev.starling.inventory;

import dev.starling.shared.database.Database;
import dev.starling.shared.shop.Inventory;
import dev.starling.shared.shop.service.Lists;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** The stock of products, in the table {@code inventory}. Belongs to one event loop. */
final class InventoryTable {
  private static final String SELECT =
      "select product_id, inventory from inventory where product_id = any($1) order by product_id";
  private static final String UPSERT =
      "insert into inventory (product_id, inventory) values ($1, $2)"
          + " on conflict (product_id) do update set inventory = excluded.inventory";

  private final Database database;

  InventoryTable(Database database) {
    this.database = database;
  }

  /** The stock of those products that are known, by id. */
  Future<List<Inventory.Level>> levels(List<Integer> products) {
    Tuple ids = Tuple.tuple().addArrayOfInteger(products.toArray(Integer[]::new));
    return Lists.select(database, SELECT, ids, InventoryTable::level);
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
}
