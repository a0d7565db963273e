package dev.starling.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseClientTest {
  /** For a database that does not answer. */
  private static final Duration DEADLINE = Duration.ofMillis(2_500);

  /** For one that does, however busy this machine is. */
  private static final Duration AMPLE = Duration.ofSeconds(60);

  private static Vertx vertx;
  private static EmbeddedDatabase database;

  private DatabaseClient client;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
  }

  @AfterAll
  static void stop() throws TimeoutException {
    database.close();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws TimeoutException {
    client.close().await(60, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void many_statements_share_few_connections(boolean pipelined) throws TimeoutException {
    client = client(pipelined, AMPLE);
    List<Future<Integer>> answers =
        IntStream.range(0, 500).mapToObj(i -> ask("select " + i)).toList();
    Future.all(answers).await(60, TimeUnit.SECONDS);
    assertThat(answers).extracting(Future::result).containsExactlyElementsOf(range(500));
    assertThat(number("select count(*)::int from pg_stat_activity where application_name = 'test'"))
        .isLessThanOrEqualTo(2);
  }

  @Test
  void a_statement_waits_for_a_connection_as_long_as_its_address_says() throws TimeoutException {
    client = DatabaseClient.pooled(vertx, database.settings(1), "test", AMPLE);
    // Longer than it waits by default.
    Future<Integer> first = ask("select 1 from pg_sleep(2.5)");
    Future<Integer> second = ask("select 2");
    assertThat(first.await(60, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(second.await(60, TimeUnit.SECONDS)).isEqualTo(2);
  }

  @Test
  void futures_complete_on_the_context_of_the_caller() throws TimeoutException {
    client = client(false, AMPLE);
    Context caller = vertx.getOrCreateContext();
    Promise<Boolean> there = Promise.promise();
    caller.runOnContext(
        v -> ask("select 1").onComplete(r -> there.complete(Vertx.currentContext() == caller)));
    assertThat(there.future().await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void the_server_gives_up_on_a_statement_before_the_deadline() {
    client = client(false, DEADLINE);
    assertThatThrownBy(() -> number("select 1 from pg_sleep(10)"))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessage(
            "database %s: canceling statement due to statement timeout (57014)", client.uri());
  }

  @Test
  void what_the_database_refuses_is_one_line() throws TimeoutException {
    client = client(false, AMPLE);
    assertThatThrownBy(() -> number("select nonsense"))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessage("database %s: column \"nonsense\" does not exist (42703)", client.uri());
    assertThat(number("select 1")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void works_again_when_the_database_is_back(boolean pipelined) throws TimeoutException {
    client = client(pipelined, AMPLE);
    assertThat(number("select 1")).isEqualTo(1);
    database.stopServer();
    assertThatThrownBy(() -> number("select 2"))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageStartingWith("database %s: ", client.uri())
        .hasMessageNotContaining("\n");
    database.restartServer();
    assertThat(number("select 3")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_silent_database_fails_at_the_deadline_and_works_again(boolean pipelined)
      throws TimeoutException {
    client = client(pipelined, DEADLINE);
    assertThat(number("select 1")).isEqualTo(1);
    database.freezeServer();
    assertFails();
    // Those that follow wait for connections that are taken and never made.
    assertFails();
    assertFails();
    database.thawServer();
    assertThat(number("select 3")).isEqualTo(3);
  }

  private void assertFails() {
    assertThatThrownBy(() -> number("select 2")).isInstanceOf(DatabaseFailure.class);
  }

  @Test
  void closes_while_the_database_is_silent() throws TimeoutException {
    client = client(false, DEADLINE);
    assertThat(number("select 1")).isEqualTo(1);
    database.freezeServer();
    try {
      ask("select 2");
      client.close().await(60, TimeUnit.SECONDS);
    } finally {
      database.thawServer();
    }
  }

  private static DatabaseClient client(boolean pipelined, Duration deadline) {
    return pipelined
        ? DatabaseClient.pipelined(vertx, database.settings(2), "test", deadline, deadline)
        : DatabaseClient.pooled(vertx, database.settings(2), "test", deadline);
  }

  private int number(String sql) throws TimeoutException {
    return ask(sql).await(60, TimeUnit.SECONDS);
  }

  private Future<Integer> ask(String sql) {
    return client
        .run(sqlClient -> sqlClient.preparedQuery(sql).execute())
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static List<Integer> range(int size) {
    return IntStream.range(0, size).boxed().toList();
  }
}
