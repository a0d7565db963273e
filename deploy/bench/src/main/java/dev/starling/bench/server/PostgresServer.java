package dev.starling.bench.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The database of all servers of a comparison: a PostgreSQL server of its own, on the loopback
 * address, with an empty data directory, ended with this object or with the bench.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "postgres";

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts one.
   *
   * @param durable whether a commit waits for the disk
   */
  public static PostgresServer start(boolean durable) throws IOException {
    return new PostgresServer(
        EmbeddedPostgres.builder()
            .setPort(Ports.free())
            .setLocaleConfig("locale", "C")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", durable ? "on" : "off")
            // What comes when it likes would fall into one server's round and not the other's.
            .setServerConfig("autovacuum", "off")
            .setServerConfig("checkpoint_timeout", "1h")
            .setServerConfig("max_wal_size", "8GB")
            .start());
  }

  /** Where a database is. */
  public String uri(String database) {
    return "postgresql://%s@127.0.0.1:%d/%s".formatted(USER, server.getPort(), database);
  }

  /** Makes a database. */
  public void create(String database) throws IOException {
    execute(USER, "create database " + database);
  }

  /** Runs statements, each on its own. */
  public void execute(String database, String... statements) throws IOException {
    try (Connection connection = server.getDatabase(USER, database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failure) {
      throw new IOException("the bench's own statement failed: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
