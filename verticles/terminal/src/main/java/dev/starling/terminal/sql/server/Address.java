package dev.starling.terminal.sql.server;

import io.vertx.pgclient.SslMode;
import java.util.Map;
import java.util.Optional;

/**
 * Where a database is, and as whom to go there.
 *
 * @param password empty when none was found
 * @param rootCertificate a file of certificates in PEM format, or {@code system}; empty when none
 *     was named
 * @param properties what the server is told about the connection
 */
public record Address(
    String host,
    int port,
    String database,
    String user,
    Optional<String> password,
    SslMode sslMode,
    Optional<String> rootCertificate,
    Map<String, String> properties) {

  /** The same, with a password. */
  public Address with(String answer) {
    return new Address(
        host, port, database, user, Optional.of(answer), sslMode, rootCertificate, properties);
  }

  /** Without the password, so that it can be shown. */
  @Override
  public String toString() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return user + "@" + shown + ":" + port + "/" + database;
  }
}
