package dev.starling.chat.store.postgres;

import dev.starling.testing.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.Statement;

/**
 * The store as behind PgBouncer in transaction mode: no prepared statement outlives its transaction
 * and no setting is made for a connection; on a database whose default is another isolation.
 */
class PooledPostgresStoreTest extends PostgresStoreContract {
  @Override
  void prepare(EmbeddedDatabase fresh) throws Exception {
    try (Connection owner = fresh.connect();
        Statement statement = owner.createStatement()) {
      statement.execute(
          "alter role current_user set default_transaction_isolation = 'repeatable read'");
    }
  }

  @Override
  String parameters() {
    return "?pgbouncer=true";
  }
}
