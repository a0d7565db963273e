package dev.starling.systemtests.scenario;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A PostgreSQL server with little room: it keeps as little of its log as it can. */
final class SmallDatabase implements AutoCloseable {
  private final Path directory;
  private final int port;
  private EmbeddedPostgres postgres;

  private SmallDatabase(Path directory) throws IOException {
    this.directory = directory;
    this.postgres = start(0);
    this.port = postgres.getPort();
  }

  /** One that keeps its files in a directory. */
  static SmallDatabase on(Path directory) throws IOException {
    return new SmallDatabase(directory.resolve("data"));
  }

  private EmbeddedPostgres start(int at) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setLocaleConfig("locale", "C")
        .setServerConfig("min_wal_size", "32MB")
        .setServerConfig("max_wal_size", "32MB")
        .setPort(at)
        .start();
  }

  /** Its address, as {@code database.uri} wants it. */
  String uri() {
    return "postgresql://postgres:postgres@localhost:%d/postgres".formatted(port);
  }

  /**
   * As whoever looks after it does: a server that cannot write its log ends, and does not come back
   * by itself.
   */
  void restartIfGone() throws IOException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
      connection.isValid(1);
    } catch (SQLException gone) {
      postgres.close();
      postgres = start(port);
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
