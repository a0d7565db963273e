package dev.starling.chat.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.chat.log.TranscriptLog.Place;
import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import dev.starling.chat.transcript.Kind;
import dev.starling.shared.testing.EmbeddedDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresOutageTest {
  /** Long enough for a database that answers while this machine is busy. */
  private static final Duration DEADLINE = Duration.ofSeconds(12);

  private Vertx vertx;
  private EmbeddedDatabase database;
  private PostgresLog log;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
    log = new PostgresLog(vertx, database.settings(4), DEADLINE);
  }

  @AfterEach
  void stop() throws TimeoutException {
    // First, because what is frozen cannot be closed.
    database.thawServer();
    await(log.close());
    database.close();
    await(vertx.close());
  }

  @Test
  void a_log_whose_database_was_stopped_goes_on_when_it_is_back() throws TimeoutException {
    String epoch = await(log.open()).epoch();
    await(append("a"));
    database.stopServer();
    assertFails(() -> append("b"));
    assertFails(() -> log.readAfter(0, 10));
    assertFails(() -> log.open());
    database.restartServer();
    assertThat(await(append("c")).places()).containsExactly(new Place(2, false));
    assertThat(await(log.readAfter(0, 10)).events()).extracting(Event::key).contains("a", "c");
    assertThat(await(log.open()).epoch()).isEqualTo(epoch);
  }

  @Test
  void a_log_can_be_opened_before_its_database_is_there() throws TimeoutException {
    database.stopServer();
    assertFails(() -> log.open());
    database.restartServer();
    assertThat(await(log.open()).tail()).isZero();
  }

  @Test
  void a_log_whose_database_is_silent_fails_in_time_and_goes_on_afterwards()
      throws TimeoutException {
    await(log.open());
    database.freezeServer();
    assertFails(() -> append("a"));
    assertFails(() -> log.readAfter(0, 10));
    assertFails(() -> new PostgresLog(vertx, database.settings(1), DEADLINE).open());
    database.thawServer();
    // The first append may come to be at any time after this, or never: trying again settles it.
    await(log.open());
    assertThat(await(append("b")).places()).hasSize(1);
    assertThat(await(append("a")).places()).hasSize(1);
    List<Event> events = await(log.readAfter(0, 10)).events();
    assertThat(events).extracting(Event::key).containsExactlyInAnyOrder("a", "b");
    assertThat(events).extracting(Event::seq).containsExactly(1L, 2L);
  }

  @Test
  void reads_go_on_while_appends_wait_for_a_room_that_somebody_holds()
      throws TimeoutException, SQLException {
    await(log.open());
    try (Connection holder = database.connect()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("select * from chat_room for update");
      assertFails(
          () -> {
            Future<?> waiting = append("a");
            assertThat(waiting.isComplete()).isFalse();
            return log.readAfter(0, 10).compose(page -> waiting);
          });
    }
    assertThat(await(append("b")).places()).containsExactly(new Place(1, false));
  }

  @Test
  void more_calls_than_there_is_room_for_are_turned_away() throws TimeoutException {
    await(log.open());
    database.freezeServer();
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 1_100; i++) {
      calls.add(log.readAfter(0, 10));
    }
    await(Future.join(calls).otherwiseEmpty());
    assertThat(calls)
        .allMatch(call -> call.cause() instanceof LogException)
        .anyMatch(call -> call.cause().getMessage().contains("max wait queue size"));
  }

  private Future<TranscriptLog.Appended> append(String key) {
    return log.append(List.of(new Draft(Kind.MESSAGE, key, "ada", "hello", 0)));
  }

  private static void assertFails(Supplier<Future<?>> call) {
    assertThatThrownBy(() -> await(call.get()))
        .isInstanceOf(LogException.class)
        .hasMessageStartingWith("database localhost:")
        .hasMessageNotContaining("\n");
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(60, TimeUnit.SECONDS);
  }
}
