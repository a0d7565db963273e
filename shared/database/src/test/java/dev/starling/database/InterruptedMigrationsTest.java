package dev.starling.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.settings.ServiceSettings;
import dev.starling.testing.EmbeddedDatabase;
import dev.starling.testing.FaultyRelay;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Migrations and sample data whose connections break, as when their process is killed. */
@Timeout(300)
class InterruptedMigrationsTest {
  private static final int ROWS = 5;
  private static final SampleData SAMPLE =
      new SampleRows(
          "delta",
          "insert into delta (previous) values (?)",
          insert -> {
            for (int row = 0; row < ROWS; row++) {
              insert.setObject(1, row == 0 ? null : row);
              insert.addBatch();
            }
          });

  /** Far more than there are. */
  private static final int MOST_MESSAGES = 2_000;

  /** Not each one is tried, to save time. */
  private static final int FIRST = 2;

  private static final int STEP = 3;

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws TimeoutException {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void wherever_the_first_start_is_cut_off_the_next_one_completes_it() throws Exception {
    int messages = FIRST;
    while (!startsAgainAfter(messages)) {
      messages += STEP;
      assertThat(messages).isLessThan(MOST_MESSAGES);
    }
    assertThat(messages).as("cut off at many places").isGreaterThan(10);
  }

  @Test
  void of_many_instances_at_once_one_fills_the_database() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.create()) {
      List<Future<Void>> instances =
          IntStream.range(0, 8).mapToObj(instance -> migrations(database.uri()).run()).toList();
      Future.all(instances).await(60, TimeUnit.SECONDS);
      assertThat(rows(database)).isEqualTo("1,2,3,4,5");
    }
  }

  /** Whether the first start came to its end with so many messages. */
  private static boolean startsAgainAfter(int messages) throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.create();
        FaultyRelay relay = new FaultyRelay(database.uri())) {
      relay.closeAfter(messages);
      boolean complete =
          migrations(relay.uri()).run().map(true).otherwise(false).await(60, TimeUnit.SECONDS);
      migrations(database.uri()).run().await(60, TimeUnit.SECONDS);
      assertThat(rows(database)).as("cut off after %d messages", messages).isEqualTo("1,2,3,4,5");
      return complete;
    }
  }

  private record Settings(Optional<String> uri, int poolSize) implements ServiceSettings.Database {}

  private static Migrations migrations(String uri) {
    return new Migrations(vertx, "delta", new Settings(Optional.of(uri), 1), SAMPLE);
  }

  private static String rows(EmbeddedDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select string_agg(id::text, ',' order by id) from delta")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
