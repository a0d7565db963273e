package dev.starling.quickstart;

import dev.starling.core.launch.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL server for a laptop that has none, on the loopback address. It keeps its data in a
 * directory, from one run to the next. Anyone on this machine may connect: it is for trying things
 * out.
 */
final class LocalDatabase extends VerticleBase {
  private static final String USER = "postgres";
  private static final long STOP_SECONDS = 10;

  private final Path directory;
  private final int port;
  private final List<String> databases;
  private FileChannel lock;
  private EmbeddedPostgres server;

  /**
   * @param directory of its data; made when it is not there
   * @param port 0 is any free one
   * @param databases made when they are not there
   */
  LocalDatabase(Path directory, int port, List<String> databases) {
    this.directory = directory;
    this.port = port;
    this.databases = databases;
  }

  @Override
  public Future<?> start() {
    return vertx.executeBlocking(
        () -> {
          open();
          return null;
        });
  }

  /** After the services, which are stopped one by one before. */
  @Override
  public Future<?> stop() {
    return vertx.executeBlocking(
        () -> {
          close();
          return null;
        });
  }

  /** Where a service finds its database, as the setting {@code database.uri} wants it. */
  String uri(String database) {
    return "postgresql://%s@127.0.0.1:%d/%s".formatted(USER, server.getPort(), database);
  }

  /** Its port. */
  int port() {
    return server.getPort();
  }

  private void open() throws IOException, SQLException {
    Files.createDirectories(directory);
    lock = lock();
    try {
      Path data = directory.resolve("data");
      endLeftover(data);
      server = startServer(data);
      createDatabases();
    } catch (IOException | SQLException | RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  private FileChannel lock() throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return file;
      }
    } catch (OverlappingFileLockException sameProcess) {
      // As bad as another one.
    }
    file.close();
    throw new StartFailure(
        "quickstart: another one uses the directory " + directory + " (database.directory)", null);
  }

  /** Ends the server of a quickstart that was killed; nobody else has the lock. */
  private static void endLeftover(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    Optional<ProcessHandle> leftover =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).trim()))
            .filter(process -> process.info().command().orElse("").contains("postgres"));
    if (leftover.isPresent()) {
      CompletableFuture<ProcessHandle> gone = leftover.get().onExit();
      leftover.get().destroy();
      try {
        gone.get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException failure) {
        throw new IOException("process " + leftover.get().pid() + " does not end", failure);
      }
    }
  }

  private EmbeddedPostgres startServer(Path data) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        // It would stop the server while the services still drain.
        .setRegisterShutdownHook(false)
        .setLocaleConfig("locale", "C")
        // What zonky switches off for tests.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setPort(port)
        .start();
  }

  private void createDatabases() throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String database : databases) {
        if (!exists(statement, database)) {
          statement.execute("create database " + database);
        }
      }
    }
  }

  private static boolean exists(Statement statement, String database) throws SQLException {
    try (ResultSet found =
        statement.executeQuery("select from pg_database where datname = '" + database + "'")) {
      return found.next();
    }
  }

  private void close() throws IOException {
    if (server != null) {
      server.close();
      lock.close();
    }
  }
}
