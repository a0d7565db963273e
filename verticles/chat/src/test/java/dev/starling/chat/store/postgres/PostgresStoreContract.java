package dev.starling.chat.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreContract;
import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  @Test
  void who_cannot_resume_leaves_when_the_instance_is_found_gone() throws Exception {
    String room = UUID.randomUUID().toString();
    await(other.apply(room, List.of(join("terminal", "other", false), join("web", "other", true))));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("update room_owner set seen = seen - interval '1 h' where name = 'other'");
    }

    Applied step = await(store.apply(room, List.of(join("terminal", "self", false))));

    assertThat(step.events()).extracting(Event::username).containsExactly("terminal", "terminal");
    assertThat(step.results().get(0).status()).isEqualTo(Result.Status.DONE);
  }

  @Test
  void events_have_the_databases_time_and_never_an_earlier_one_than_those_before()
      throws Exception {
    String room = UUID.randomUUID().toString();
    Event first = await(store.apply(room, List.of(join("ada", "self", true)))).events().get(0);
    assertThat(first.at()).isCloseTo(System.currentTimeMillis(), within(60_000L));
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("update room set at = at + 3600000 where name = '" + room + "'");
    }
    Operation.Join bob = join("bob", "self", true);
    Operation say =
        new Operation.Say(
            Key.random(), "bob", bob.connection(), "hello", Operation.Say.FIRST_ATTEMPT);
    Applied step =
        await(store.apply(room, List.of(bob, say, new Operation.Leave("bob", bob.connection()))));
    assertThat(step.events()).extracting(Event::at).containsOnly(first.at() + 3_600_000).hasSize(3);
    assertThat(await(store.read(room, 1, 10)).events()).isEqualTo(step.events());
  }

  private static Operation.Join join(String name, String owner, boolean resumable) {
    Key session = Key.random();
    return new Operation.Join(
        new Operation.Applicant(name, name, session, session, resumable), Key.random(), owner);
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
