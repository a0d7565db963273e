package dev.starling.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The PostgreSQL server of this JVM's tests: started for the first that needs one, gone with the
 * JVM. Users other than its administrator log in with passwords.
 */
final class EmbeddedServer {
  private static final List<String> WHO_MAY_CONNECT =
      List.of("host all postgres localhost trust", "host all all all scram-sha-256");

  private static EmbeddedServer running;

  private final Path directory;
  private final int port;
  private EmbeddedPostgres postgres;
  private boolean frozen;

  private EmbeddedServer() throws IOException {
    directory = Files.createTempDirectory("starling-postgres");
    postgres = start(0);
    port = postgres.getPort();
    Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
  }

  /** Never one that a test has left stopped or frozen. */
  static synchronized EmbeddedServer get() {
    try {
      if (running == null) {
        running = new EmbeddedServer();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    running.thaw();
    running.start();
    return running;
  }

  int port() {
    return port;
  }

  synchronized void start() {
    if (postgres == null) {
      try {
        postgres = start(port);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private EmbeddedPostgres start(int at) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory)
        .setCleanDataDirectory(false)
        .setDataDirectoryCustomizer(EmbeddedServer::restrict)
        .setRegisterShutdownHook(false)
        .setLocaleConfig("locale", "C")
        .setPort(at)
        .start();
  }

  private static void restrict(File data) {
    try {
      Files.write(data.toPath().resolve("pg_hba.conf"), WHO_MAY_CONNECT);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Breaks all connections off and refuses new ones. */
  synchronized void stop() {
    thaw();
    if (postgres != null) {
      try {
        postgres.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      postgres = null;
    }
  }

  /** Lets it be silent: connections stand, new ones too are taken, but nothing is answered. */
  synchronized void freeze() {
    signal("-STOP");
    frozen = true;
  }

  /** Lets it go on with what it was asked meanwhile. */
  synchronized void thaw() {
    if (frozen) {
      signal("-CONT");
      frozen = false;
    }
  }

  private void signal(String signal) {
    try {
      long first = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).get(0));
      // Before the others, or it would start more.
      kill(signal, Stream.of(first));
      kill(signal, ProcessHandle.of(first).orElseThrow().descendants().map(ProcessHandle::pid));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
  }

  private static void kill(String signal, Stream<Long> processes)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    processes.map(String::valueOf).forEach(command::add);
    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
  }

  /** Restarts with TLS. */
  void offer(Authority.Issued certificate) {
    Path key = directory.resolve("server.key");
    try {
      certificate.write(directory.resolve("server.crt"), key);
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    administrate("alter system set ssl = on");
    stop();
    start();
  }

  /** Goes on without TLS, for new connections. */
  void offerNothing() {
    administrate("alter system reset ssl", "select pg_reload_conf()");
  }

  /** Runs statements as its administrator. */
  void administrate(String... statements) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Connects as a user to the database of the same name. */
  Connection connect(String name, String password) throws SQLException {
    return postgres.getDatabase(name, name, Map.of("password", password)).getConnection();
  }

  private void delete() {
    stop();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
