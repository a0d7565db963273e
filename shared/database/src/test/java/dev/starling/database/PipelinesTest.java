package dev.starling.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PipelinesTest {
  private static Vertx vertx;
  private static Context context;
  private static EmbeddedDatabase database;
  private static Pipelines pipelines;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    context = vertx.getOrCreateContext();
    database = EmbeddedDatabase.create();
    pipelines = Pipelines.open(vertx, database.settings(2), "test", Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() throws TimeoutException {
    vertx.close().await(60, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void a_statement_that_waits_holds_up_no_later_one() throws TimeoutException, SQLException {
    try (Connection other = database.connect()) {
      other.createStatement().execute("select pg_advisory_lock(7)");
      Future<Integer> waiting = ask("select 1 from pg_advisory_lock(7)");

      for (int i = 0; i < 20; i++) {
        assertThat(ask("select " + i).await(60, TimeUnit.SECONDS)).isEqualTo(i);
      }

      assertThat(waiting.isComplete()).isFalse();
      other.createStatement().execute("select pg_advisory_unlock(7)");
      assertThat(waiting.await(60, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void many_statements_share_the_connections() throws TimeoutException {
    List<Future<Integer>> answers =
        IntStream.range(0, 500).mapToObj(i -> ask("select " + i)).toList();

    Future.all(answers).await(60, TimeUnit.SECONDS);

    assertThat(answers).extracting(Future::result).isSorted();
    assertThat(
            ask("select count(*)::int from pg_stat_activity where application_name = 'test'")
                .await(60, TimeUnit.SECONDS))
        .isEqualTo(2);
  }

  private static Future<Integer> ask(String sql) {
    Promise<Integer> answer = Promise.promise();
    context.runOnContext(
        v ->
            pipelines
                .run(client -> client.preparedQuery(sql).execute())
                .map(rows -> rows.iterator().next().getInteger(0))
                .onComplete(answer));
    return answer.future();
  }
}
