package dev.starling.database;

import dev.starling.core.settings.ServiceSettings;
import dev.starling.postgres.PostgresUri;
import dev.starling.postgres.Servers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema of a service up to date, with the files in {@code db/<service>} of its jar. Any
 * number of instances may do so at once: one does, the others wait for it. Services may share a
 * database, because each keeps its own history. Migrations and sample rows are one transaction, so
 * that one that is interrupted leaves nothing behind; none may contain what PostgreSQL refuses in a
 * transaction, such as {@code create index concurrently}. Thread-safe.
 */
public final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  /** Another instance may migrate and fill for so long. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private static final Duration NEXT_TRY = Duration.ofMillis(100);

  /**
   * Held until the transaction ends, so that it also holds behind a pooler that gives each
   * transaction another connection of the server.
   */
  private static final String GUARD =
      "select pg_try_advisory_xact_lock(hashtext('starling migrations'))";

  private final Vertx vertx;
  private final String service;
  private final PostgresUri uri;
  private final SampleData sample;

  // Guarded by the monitor.
  private boolean done;

  /**
   * @param settings with an address
   */
  public Migrations(Vertx vertx, String service, ServiceSettings.Database settings) {
    this(vertx, service, settings, SampleData.NONE);
  }

  /** Also fills a new database with sample rows. */
  public Migrations(
      Vertx vertx, String service, ServiceSettings.Database settings, SampleData sample) {
    this.vertx = vertx;
    this.service = service;
    this.uri = PostgresUri.parse(settings.uri().orElseThrow());
    this.sample = sample;
  }

  /**
   * Migrates, unless this has succeeded before. Fails with a {@link DatabaseFailure}, after a few
   * seconds when the database is away, and may then be called again. The future completes on the
   * context of the caller.
   */
  public Future<Void> run() {
    return new Servers(vertx, uri, JdbcSource.CONNECT_TIMEOUT, Map.of(), Map.of())
        .choose()
        .recover(failure -> Future.failedFuture(DatabaseFailure.of(uri, failure)))
        .compose(
            server ->
                vertx.executeBlocking(
                    () -> {
                      migrateOnce(server);
                      return null;
                    }));
  }

  private synchronized void migrateOnce(PostgresUri server) {
    if (done) {
      return;
    }
    try (Connection connection = JdbcSource.of(server, service + " migrations").getConnection()) {
      connection.setAutoCommit(false);
      // Flyway locks too, but not all that it does: of several that begin a history, some fail.
      lock(connection);
      migrate(connection);
      fill(connection);
    } catch (SQLException | FlywayException failure) {
      throw DatabaseFailure.of(uri, failure);
    }
    done = true;
  }

  /**
   * Asks again and again: many instances that waited for the lock would take all connections of a
   * pooler, and leave none to the one that has it.
   */
  private static void lock(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    try (Statement statement = connection.createStatement()) {
      while (!isLocked(statement)) {
        connection.rollback();
        if (System.nanoTime() - deadline > 0) {
          throw new SQLException(
              "another instance has been migrating for " + LONGEST_WAIT.toSeconds() + " s");
        }
        TimeUnit.MILLISECONDS.sleep(NEXT_TRY.toMillis());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", interrupted);
    }
  }

  private static boolean isLocked(Statement statement) throws SQLException {
    try (ResultSet locked = statement.executeQuery(GUARD)) {
      return locked.next() && locked.getBoolean(1);
    }
  }

  private void migrate(Connection connection) {
    Flyway.configure(Migrations.class.getClassLoader())
        // It commits a migration and its entry in the history one after the other.
        .dataSource(OneTransaction.of(connection))
        .locations("classpath:db/" + service)
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        .table("flyway_" + service)
        // A schema may hold other services' tables; the first migration is to run nevertheless.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  private void fill(Connection database) throws SQLException {
    boolean wanted = sample.isWanted(database);
    if (wanted) {
      log.info("{}: filling the empty database with sample data", service);
      sample.fill(database, progress -> log.info("{}: {}", service, progress));
    }
    database.commit();
    if (wanted) {
      log.info("{}: sample data is there", service);
    }
  }
}
