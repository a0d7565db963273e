package dev.starling.chat.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.Result;
import dev.starling.chat.store.Result.Status;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.testing.EmbeddedDatabase;
import dev.starling.testing.FaultyRelay;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a step's failure says, and that the same step may be sent again after any. */
class PostgresOutageTest {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 5_000);
  private static final String ROOM = "main";
  private static final long PATIENCE_SECONDS = 30;

  private final Key connection = Key.random();
  private final Key key = Key.random();

  private Vertx vertx;
  private EmbeddedDatabase database;
  private FaultyRelay relay;
  private RoomStore store;

  private record Settings(Optional<String> uri, int poolSize) implements ServiceSettings.Database {}

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
    relay = new FaultyRelay(database.settings(1).uri().orElseThrow());
    Settings settings = new Settings(Optional.of(relay.uri()), 1);
    store = new PostgresStore(vertx, "self", LIMITS, settings);
    Opening.open(store);
    Operation.Join join =
        new Operation.Join(
            new Operation.Applicant("ada", "ada", Key.random(), Key.random(), true),
            connection,
            "self");
    assertThat(statuses(await(store.apply(ROOM, List.of(join))))).containsExactly(Status.DONE);
  }

  @AfterEach
  void stop() throws Exception {
    // First, because what is frozen cannot be closed.
    database.thawServer();
    database.restartServer();
    await(store.close());
    relay.close();
    database.close();
    await(vertx.close());
  }

  @Test
  void a_step_whose_answer_is_lost_is_unknown_and_then_a_repeat() throws Exception {
    relay.silence();
    Future<Applied> step = store.apply(ROOM, List.of(say(key, Operation.Say.FIRST_ATTEMPT)));
    awaitTail(2);
    relay.breakOff();

    assertThat(outcome(step)).isEqualTo(Outcome.UNKNOWN);
    Applied again = await(retry(say(key, 1)));
    assertThat(statuses(again)).containsExactly(Status.REPEATED);
    assertThat(again.results()).extracting(Result::seq).containsExactly(2L);
    assertThat(again.events()).isEmpty();
    assertThat(await(store.read(ROOM, 0, 10)).events())
        .extracting(Event::key)
        .containsExactly(connection, key);
  }

  @Test
  void a_step_without_an_answer_is_unknown_at_its_deadline() throws Exception {
    relay.silence();
    Future<Applied> step = store.apply(ROOM, List.of(say(key, Operation.Say.FIRST_ATTEMPT)));

    assertThat(outcome(step)).isEqualTo(Outcome.UNKNOWN);
    relay.breakOff();
    assertThat(statuses(await(retry(say(key, 1))))).containsExactly(Status.REPEATED);
  }

  @Test
  void a_step_that_cannot_be_sent_is_not_applied_and_goes_on_when_the_server_is_back()
      throws Exception {
    database.stopServer();
    // The connection that there was may break under it.
    catchThrowable(() -> await(store.apply(ROOM, List.of())));
    Future<Applied> step = store.apply(ROOM, List.of(say(key, Operation.Say.FIRST_ATTEMPT)));
    assertThat(outcome(step)).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(outcome(store.read(ROOM, 0, 1))).isNotNull();

    database.restartServer();
    Applied again = await(retry(say(key, Operation.Say.FIRST_ATTEMPT)));
    assertThat(statuses(again)).containsExactly(Status.DONE);
    assertThat(again.before().seq()).isEqualTo(1);
  }

  @Test
  void a_step_that_waited_too_long_for_the_room_is_not_applied() throws Exception {
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select * from room for update");
      assertThat(outcome(store.apply(ROOM, List.of(say(key, Operation.Say.FIRST_ATTEMPT)))))
          .isEqualTo(Outcome.NOT_APPLIED);
    }
    assertThat(statuses(await(store.apply(ROOM, List.of(say(key, -1))))))
        .containsExactly(Status.DONE);
  }

  @Test
  void a_step_that_the_database_refuses_is_invalid() {
    Operation.Say nul = new Operation.Say(key, "ada", connection, "\0", -1);

    assertThat(outcome(store.apply(ROOM, List.of(nul)))).isEqualTo(Outcome.INVALID);
  }

  @Test
  void readers_of_whatever_number_keep_no_step_waiting() throws Exception {
    try (Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table room_event in access exclusive mode");
      List<Future<Page>> reads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        reads.add(store.read(ROOM, 0, RoomStore.MOST_EVENTS));
      }
      Operation watch = new Operation.Watch("self", true);

      assertThat(await(store.apply(ROOM, List.of(watch))).readers()).containsExactly("self");
      assertThat(reads).noneMatch(Future::succeeded);
      statement.execute("rollback");
      Future.join(reads).otherwiseEmpty().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private Future<Applied> retry(Operation operation) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Future<Applied> step = store.apply(ROOM, List.of(operation));
      if (catchThrowable(() -> await(step)) == null || System.nanoTime() > deadline) {
        return step;
      }
    }
  }

  private void awaitTail(long tail) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try (Connection observer = database.connect();
        Statement statement = observer.createStatement()) {
      while (System.nanoTime() < deadline) {
        try (ResultSet row = statement.executeQuery("select tail from room where name = 'main'")) {
          if (row.next() && row.getLong(1) == tail) {
            return;
          }
        }
      }
    }
    throw new AssertionError("no event " + tail);
  }

  private Operation.Say say(Key of, long since) {
    return new Operation.Say(of, "ada", connection, "hello", since);
  }

  private static List<Status> statuses(Applied step) {
    return step.results().stream().map(Result::status).toList();
  }

  private static Outcome outcome(Future<?> call) {
    Throwable failure = catchThrowable(() -> await(call));
    assertThat(failure).isInstanceOf(StoreException.class);
    assertThat(failure.getMessage()).startsWith("database localhost:").doesNotContain("\n");
    return ((StoreException) failure).outcome();
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
