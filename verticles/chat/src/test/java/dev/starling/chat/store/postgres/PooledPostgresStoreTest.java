package dev.starling.chat.store.postgres;

import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreContract;
import dev.starling.shared.testing.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The store as behind PgBouncer in transaction mode: no prepared statement outlives its transaction
 * and no setting is made for a connection; on a database whose default is another isolation.
 */
class PooledPostgresStoreTest extends StoreContract {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 300);

  private static EmbeddedDatabase database;
  private static Vertx vertx;
  private static RoomStore store;
  private static RoomStore other;

  @BeforeAll
  static void open() throws Exception {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
    try (Connection owner = database.connect();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "alter role current_user set default_transaction_isolation = 'repeatable read'");
    }
    store = new PostgresStore(vertx, "self", LIMITS, database.settings(2, "?pgbouncer=true"));
    other = new PostgresStore(vertx, "other", LIMITS, database.settings(2, "?pgbouncer=true"));
    Opening.open(store);
    Opening.open(other);
  }

  @AfterAll
  static void close() {
    await(store.close());
    await(other.close());
    await(vertx.close());
    database.close();
  }

  @Override
  protected RoomStore store() {
    return store;
  }

  @Override
  protected RoomStore other() {
    return other;
  }

  @Override
  protected String self() {
    return "self";
  }
}
