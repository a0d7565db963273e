package dev.starling.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.settings.ServiceSettings;
import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Vertx vertx;
  private EmbeddedDatabase database;
  private DatabaseClient client;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
    client = DatabaseClient.pooled(vertx, database.settings(1), "test", DEADLINE);
  }

  @AfterEach
  void stop() throws TimeoutException {
    database.close();
    await(vertx.close());
  }

  @RepeatedTest(3)
  void many_instances_at_once_migrate_once() throws TimeoutException {
    List<Future<Void>> instances =
        IntStream.range(0, 8).mapToObj(instance -> migrations("alpha").run()).toList();
    await(Future.all(instances));
    assertThat(count("select count(*)::int from alpha")).isEqualTo(1);
  }

  @Test
  void services_share_a_database() throws TimeoutException {
    await(Future.all(migrations("alpha").run(), migrations("beta").run()));
    await(migrations("alpha").run());
    assertThat(count("select count(*)::int from beta")).isEqualTo(1);
    assertThat(count("select count(*)::int from flyway_alpha where version = '1'")).isEqualTo(1);
    assertThat(count("select count(*)::int from flyway_beta where version = '1'")).isEqualTo(1);
  }

  @Test
  void a_database_that_is_away_is_one_line_and_can_be_tried_again() throws TimeoutException {
    Migrations migrations = migrations("alpha");
    database.stopServer();
    assertThatThrownBy(() -> await(migrations.run()))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessage("database " + client.uri() + ": Connection refused");
    database.restartServer();
    await(migrations.run());
    assertThat(count("select count(*)::int from alpha")).isEqualTo(1);
  }

  @Test
  void a_database_that_is_silent_fails_in_seconds() throws TimeoutException {
    Migrations migrations =
        new Migrations(vertx, "alpha", new Settings(Optional.of(database.uri()), 1));
    database.freezeServer();
    assertThatThrownBy(() -> migrations.run().await(60, TimeUnit.SECONDS))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageStartingWith("database " + client.uri() + ": ");
    database.thawServer();
    await(migrations.run());
  }

  @Test
  void a_wrong_password_is_said_without_it() {
    String uri = "postgresql://nobody:hunter2@" + client.uri();
    Migrations migrations = new Migrations(vertx, "alpha", new Settings(Optional.of(uri), 1));
    assertThatThrownBy(() -> await(migrations.run()))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("password authentication failed for user \"nobody\"")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_service_without_migrations_is_a_mistake() {
    assertThatThrownBy(() -> await(migrations("gamma").run())).isInstanceOf(DatabaseFailure.class);
  }

  @Test
  void a_migration_that_fails_says_why_and_leaves_nothing_behind() throws TimeoutException {
    Migrations broken = migrations("epsilon");
    assertThatThrownBy(() -> await(broken.run()))
        .isInstanceOf(DatabaseFailure.class)
        .hasMessageContaining("column \"nonsense\" does not exist");
    assertThat(count("select count(*)::int from pg_class where relname like '%epsilon%'")).isZero();
  }

  private Migrations migrations(String service) {
    return new Migrations(vertx, service, database.settings(1));
  }

  private int count(String sql) throws TimeoutException {
    return await(client.run(sqlClient -> sqlClient.query(sql).execute()))
        .iterator()
        .next()
        .getInteger(0);
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(60, TimeUnit.SECONDS);
  }

  private record Settings(Optional<String> uri, int poolSize) implements ServiceSettings.Database {}
}
