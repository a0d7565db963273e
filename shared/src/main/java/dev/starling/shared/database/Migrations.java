package dev.starling.shared.database;

import dev.starling.shared.settings.DatabaseUri;
import dev.starling.shared.settings.ServiceSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.SslMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema of a service up to date, with the files in {@code db/<service>} of its jar. Any
 * number of instances may do so at once: one does, the others wait for it. Services may share a
 * database, because each keeps its own history. Thread-safe.
 */
public final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);
  private static final int LOGIN_SECONDS = 2;

  /** A statement of a migration may take so long. */
  private static final int STATEMENT_SECONDS = 120;

  /** Held until the connection closes. */
  private static final String GUARD =
      "set lock_timeout = '60s'; select pg_advisory_lock(hashtext('starling migrations'))";

  private final Vertx vertx;
  private final String service;
  private final DatabaseUri uri;
  private final SampleData sample;

  // Belongs to whoever holds the monitor.
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
    this.uri = DatabaseUri.parse(settings.uri().orElseThrow());
    this.sample = sample;
  }

  /**
   * Migrates, unless this has succeeded before. Fails with a {@link DatabaseFailure}, after a few
   * seconds when the database is away, and may then be called again. The future completes on the
   * context of the caller.
   */
  public Future<Void> run() {
    return vertx.executeBlocking(
        () -> {
          migrateOnce();
          return null;
        });
  }

  private synchronized void migrateOnce() {
    if (done) {
      return;
    }
    PGSimpleDataSource source = dataSource();
    try (Connection guard = source.getConnection();
        Statement statement = guard.createStatement()) {
      // Flyway locks too, but not all that it does: of several that begin a history, some fail.
      statement.execute(GUARD);
      migrate(source);
      fill(guard);
    } catch (SQLException | FlywayException failure) {
      throw DatabaseFailure.of(uri, failure);
    }
    done = true;
  }

  private void migrate(PGSimpleDataSource source) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
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
    if (sample.isWanted(database)) {
      log.info("{}: filling the empty database with sample data", service);
      database.setAutoCommit(false);
      sample.fill(database, progress -> log.info("{}: {}", service, progress));
      database.commit();
      log.info("{}: sample data is there", service);
    }
  }

  private static void encrypt(PGSimpleDataSource source, DatabaseUri.Encryption encryption) {
    switch (encryption.mode()) {
      case UNSAID -> source.setSslMode(SslMode.PREFER.value);
      case DISABLE -> source.setSslMode(SslMode.DISABLE.value);
      case REQUIRE -> source.setSslMode(SslMode.REQUIRE.value);
      case VERIFY_FULL -> {
        source.setSslMode(SslMode.VERIFY_FULL.value);
        source.setSslRootCert(encryption.authority().orElseThrow());
      }
    }
  }

  private PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {uri.host()});
    source.setPortNumbers(new int[] {uri.port()});
    source.setDatabaseName(uri.database());
    source.setUser(uri.user());
    source.setPassword(uri.password());
    source.setApplicationName(service + " migrations");
    source.setConnectTimeout(LOGIN_SECONDS);
    source.setLoginTimeout(LOGIN_SECONDS);
    source.setSocketTimeout(STATEMENT_SECONDS);
    source.setTcpKeepAlive(true);
    encrypt(source, uri.encryption());
    return source;
  }
}
