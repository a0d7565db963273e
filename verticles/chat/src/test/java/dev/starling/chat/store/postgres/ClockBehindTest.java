package dev.starling.chat.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a failover to a database whose clock is an hour behind that of the one before. */
class ClockBehindTest {
  private static final long GRACE = 100;
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, GRACE);
  private static final String ROOM = "main";
  private static final long SECONDS = 60;

  private final Key connection = Key.random();

  private Vertx vertx;
  private EmbeddedDatabase database;
  private PostgresStore store;

  @BeforeEach
  void join() throws TimeoutException {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
    store = new PostgresStore(vertx, "self", LIMITS, database.settings(2));
    Opening.open(store);
    Operation.Applicant ada =
        new Operation.Applicant("ada", "ada", Key.random(), Key.random(), true);
    step(new Operation.Join(ada, connection, "self"));
  }

  @AfterEach
  void stop() throws TimeoutException {
    await(store.close());
    await(vertx.close());
    database.close();
  }

  @Test
  void a_member_is_away_for_no_longer_than_the_grace() throws Exception {
    step(new Operation.Away("ada", connection));
    sql("update room_member set away_until = away_until + interval '1 hour'");
    assertThat(untilSomeoneLeaves().kind()).isEqualTo(Kind.LEFT);
  }

  @Test
  void an_instance_that_was_heard_in_the_future_is_heard_now() throws Exception {
    sql("update room_owner set seen = seen + interval '1 hour'");
    sql("insert into room_owner (name, seen) values ('gone', clock_timestamp() + interval '1 h')");
    step();
    assertThat(count("select count(*) from room_owner where seen > clock_timestamp()")).isZero();
    assertThat(count("select count(*) from room_owner where lost is not null")).isZero();
  }

  @Test
  void the_members_of_an_instance_that_was_lost_in_the_future_leave() throws Exception {
    sql(
        "update room_member set owner = 'gone'",
        "update room_part set owner = 'gone'",
        "insert into room_owner values"
            + " ('gone', clock_timestamp(), clock_timestamp() + interval '1 h')");
    assertThat(untilSomeoneLeaves().username()).isEqualTo("ada");
  }

  private Event untilSomeoneLeaves() throws TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < deadline) {
      List<Event> events = step().events();
      if (!events.isEmpty()) {
        return events.get(0);
      }
    }
    throw new AssertionError("nobody left");
  }

  private Applied step(Operation... operations) throws TimeoutException {
    return await(store.apply(ROOM, List.of(operations)));
  }

  private void sql(String... statements) throws SQLException {
    try (Connection client = database.connect();
        Statement statement = client.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private int count(String query) throws SQLException {
    try (Connection client = database.connect();
        Statement statement = client.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(SECONDS, TimeUnit.SECONDS);
  }
}
