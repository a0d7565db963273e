package dev.starling.terminal.sql.server;

import dev.starling.postgres.PostgresUri;
import java.util.Optional;

/**
 * Address of a database, with the user and the password.
 *
 * @param uri which server, how encrypted
 * @param password empty when none was found
 */
public record Address(PostgresUri uri, Optional<String> password) {
  /** The same, with a password. */
  public Address with(String answer) {
    return new Address(uri, Optional.of(answer));
  }

  /** As a server is asked with it. */
  PostgresUri withPassword() {
    return uri.withPassword(password);
  }

  /** Name of the database. */
  public String database() {
    return uri.database();
  }

  /** Without the password, so that it can be shown. */
  @Override
  public String toString() {
    return uri.user() + "@" + uri;
  }
}
