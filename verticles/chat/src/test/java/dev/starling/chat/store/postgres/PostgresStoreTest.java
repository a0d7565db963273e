package dev.starling.chat.store.postgres;

import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreContract;
import dev.starling.shared.testing.EmbeddedDatabase;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresStoreTest extends StoreContract {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 300);

  private static EmbeddedDatabase database;
  private static Vertx vertx;
  private static RoomStore store;
  private static RoomStore other;

  @BeforeAll
  static void open() throws Exception {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
    store = new PostgresStore(vertx, "self", LIMITS, database.settings(2));
    other = new PostgresStore(vertx, "other", LIMITS, database.settings(2));
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
