package dev.starling.chat.store.postgres;

import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreContract;
import dev.starling.shared.testing.EmbeddedDatabase;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract of stores, for two instances with one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PostgresStoreContract extends StoreContract {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 300);

  private final Vertx vertx = Vertx.vertx();
  private EmbeddedDatabase database;
  private RoomStore store;
  private RoomStore other;

  /** Changes the database before it is used. */
  void prepare(EmbeddedDatabase fresh) throws Exception {}

  /** The query of the database's URI. */
  abstract String parameters();

  @BeforeAll
  void open() throws Exception {
    database = EmbeddedDatabase.create();
    prepare(database);
    store = new PostgresStore(vertx, "self", LIMITS, database.settings(2, parameters()));
    other = new PostgresStore(vertx, "other", LIMITS, database.settings(2, parameters()));
    Opening.open(store);
    Opening.open(other);
  }

  @AfterAll
  void close() {
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
