package dev.starling.shop.userproducts;

import dev.starling.database.Database;
import dev.starling.shop.service.ListHandlers;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Consumer;

/** Which products users have, in a table. Belongs to one event loop. */
final class UserProductsTable {
  private final Database database;
  private final String select;
  private final String lock;
  private final String insert;
  private final String delete;

  /**
   * @param table its name, of letters only
   */
  UserProductsTable(String table, Database database) {
    this.database = database;
    this.select = "select product_id from " + table + " where user_id = $1 order by product_id";
    // Those that add to one user's products take turns, or two could both take the last place.
    this.lock =
        "select 1 from pg_advisory_xact_lock(hashtext('" + table + "'), hashint8($1::bigint))";
    // One statement, and so one view of the table, decides and answers: a product that is taken
    // away meanwhile was there, and does not make it look full.
    this.insert =
        "with kept as (select count(*) < $3::int as room,"
            + " coalesce(bool_or(product_id = $2::int), false) as present from "
            + table
            + " where user_id = $1::bigint), added as (insert into "
            + table
            + " (user_id, product_id) select $1::bigint, $2::int from kept where room and not present"
            + " on conflict do nothing) select room, present from kept";
    this.delete = "delete from " + table + " where user_id = $1 and product_id = $2";
  }

  /** The products of a user, by id. */
  Future<List<Integer>> of(long user) {
    return ListHandlers.select(database, select, Tuple.of(user), row -> row.getInteger(0));
  }

  /**
   * Gives a user a product, unless there are too many already.
   *
   * @param condition gets whether the user has had it; what it throws undoes it
   * @return whether the user has it now
   */
  Future<Boolean> add(long user, int product, int most, Consumer<Boolean> condition) {
    return database.transaction(connection -> add(connection, user, product, most, condition));
  }

  private Future<Boolean> add(
      SqlConnection connection, long user, int product, int most, Consumer<Boolean> condition) {
    return connection
        .preparedQuery(lock)
        .execute(Tuple.of(user))
        .compose(locked -> connection.preparedQuery(insert).execute(Tuple.of(user, product, most)))
        .map(
            decided -> {
              Row kept = decided.iterator().next();
              condition.accept(kept.getBoolean(1));
              return kept.getBoolean(0) || kept.getBoolean(1);
            });
  }

  /**
   * Takes a product from a user; it does not matter whether the user has it.
   *
   * @param condition gets whether the user has had it; what it throws undoes it
   */
  Future<Void> remove(long user, int product, Consumer<Boolean> condition) {
    return database.transaction(
        connection ->
            connection
                .preparedQuery(delete)
                .execute(Tuple.of(user, product))
                .map(
                    deleted -> {
                      condition.accept(deleted.rowCount() > 0);
                      return null;
                    }));
  }
}
