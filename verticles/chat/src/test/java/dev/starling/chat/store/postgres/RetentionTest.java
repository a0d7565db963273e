package dev.starling.chat.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.Result.Status;
import dev.starling.chat.store.RoomStore;
import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 60_000);
  private static final String ROOM = "main";
  private static final Duration NOW = Duration.ZERO;
  private static final Duration JOINED = Duration.ofSeconds(100);
  private static final Duration LONG_AGO = Duration.ofDays(10_000);

  private final Key connection = Key.random();

  private Vertx vertx;
  private EmbeddedDatabase database;
  private PostgresStore store;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
  }

  @AfterEach
  void stop() throws TimeoutException {
    await(store.close());
    await(vertx.close());
    database.close();
  }

  private void open(Retention.Limits kept) throws TimeoutException {
    store = new PostgresStore(vertx, "self", LIMITS, kept, database.settings(2));
    Opening.open(store);
    Key session = Key.random();
    await(
        store.apply(
            ROOM,
            List.of(
                new Operation.Join(
                    new Operation.Applicant("ada", "ada", session, session, true),
                    connection,
                    "self"))));
    age(JOINED);
  }

  /** Says something, so long ago. */
  private List<Key> say(int count, Duration ago) throws TimeoutException {
    List<Operation> operations = new ArrayList<>();
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(Key.random());
      operations.add(new Operation.Say(keys.get(i), "ada", connection, "hello", -1));
    }
    await(store.apply(ROOM, operations));
    age(ago);
    return keys;
  }

  /** Has the events of the last step happened so long ago. */
  private void age(Duration ago) {
    try (Connection client = database.connect();
        Statement statement = client.createStatement()) {
      statement.execute(
          "update room_event set at = at - %d where at = (select r.at from room r where r.name = 'main')"
              .formatted(ago.toMillis()));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private Status again(Key key, long since) throws TimeoutException {
    Operation.Say say = new Operation.Say(key, "ada", connection, "hello", since);
    return await(store.apply(ROOM, List.of(say))).results().get(0).status();
  }

  @Test
  void a_room_keeps_its_newest_events_and_their_keys() throws TimeoutException {
    open(new Retention.Limits(600, Duration.ZERO));
    List<Key> old = say(1_000, NOW);
    List<Key> fresh = say(600, NOW);

    await(store.retention().run());

    Page page = await(store.read(ROOM, 0, RoomStore.MOST_EVENTS));
    assertThat(page.events()).hasSize(600);
    assertThat(page.events()).extracting(Event::key).containsExactlyElementsOf(fresh);
    assertThat(page.chain()).isEmpty();
    assertThat(page.tail().seq()).isEqualTo(1_601);
    // Who read up to the place where it begins now misses nothing and can be sure of it.
    assertThat(await(store.read(ROOM, 1_001, 1)).chain()).isPresent();
    assertThat(again(fresh.get(0), -1)).isEqualTo(Status.REPEATED);
    // It was accepted, and nobody can tell any more.
    assertThat(again(old.get(0), 1)).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void a_room_forgets_what_is_too_old_but_for_its_last_event() throws TimeoutException {
    open(new Retention.Limits(0, Duration.ofSeconds(10)));
    say(3, Duration.ofSeconds(11));
    List<Key> fresh = say(2, Duration.ofSeconds(1));

    await(store.retention().run());

    assertThat(await(store.read(ROOM, 0, 10)).events())
        .extracting(Event::key)
        .containsExactlyElementsOf(fresh);
  }

  @Test
  void the_last_event_stays_however_old() throws TimeoutException {
    open(new Retention.Limits(1, Duration.ofSeconds(10)));
    List<Key> old = say(3, LONG_AGO);

    await(store.retention().run());

    assertThat(await(store.read(ROOM, 0, 10)).events())
        .extracting(Event::key)
        .containsExactly(old.get(2));
    Applied next =
        await(
            store.apply(
                ROOM, List.of(new Operation.Say(Key.random(), "ada", connection, "next", -1))));
    assertThat(next.results().get(0).seq()).isEqualTo(5);
  }

  @Test
  void without_limits_nothing_is_forgotten() throws TimeoutException {
    open(Retention.Limits.NONE);
    say(3, LONG_AGO);

    await(store.retention().run());

    assertThat(await(store.read(ROOM, 0, 10)).events()).hasSize(4);
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, TimeUnit.SECONDS);
  }
}
