package dev.starling.terminal.sql.server;

import dev.starling.postgres.PostgresUri;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which database is meant: from an address, for what it leaves open from the variables of
 * libpq, for the rest from its defaults. The password may also be in the password file.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">PostgreSQL:
 *     connection URIs</a>
 */
public final class AddressReader {
  private static final String PASSFILE = "passfile";

  /** The variables that stand in for parameters. */
  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("host", "PGHOST"),
          Map.entry("port", "PGPORT"),
          Map.entry("user", "PGUSER"),
          Map.entry("password", "PGPASSWORD"),
          Map.entry("dbname", "PGDATABASE"),
          Map.entry("sslmode", "PGSSLMODE"),
          Map.entry("sslrootcert", "PGSSLROOTCERT"),
          Map.entry("application_name", "PGAPPNAME"),
          Map.entry("options", "PGOPTIONS"),
          Map.entry("channel_binding", "PGCHANNELBINDING"),
          Map.entry("target_session_attrs", "PGTARGETSESSIONATTRS"),
          Map.entry("load_balance_hosts", "PGLOADBALANCEHOSTS"),
          Map.entry("connect_timeout", "PGCONNECT_TIMEOUT"),
          Map.entry(PASSFILE, "PGPASSFILE"));

  private final Map<String, String> environment;
  private final String systemUser;
  private final Path home;

  /**
   * Reads nothing yet.
   *
   * @param systemUser who runs this program
   * @param home where that user's files are
   */
  public AddressReader(Map<String, String> environment, String systemUser, Path home) {
    this.environment = environment;
    this.systemUser = systemUser;
    this.home = home;
  }

  /**
   * Finds out which database is meant.
   *
   * @param uri null when it was not given
   * @throws IllegalArgumentException that does not repeat what was given, for it may hold a
   *     password
   */
  public Address read(String uri) {
    Map<String, String> given =
        uri == null ? new HashMap<>() : new HashMap<>(PostgresUri.parameters(uri));
    VARIABLES.forEach(
        (name, variable) -> {
          String value = environment.getOrDefault(variable, "");
          if (!value.isEmpty()) {
            given.putIfAbsent(name, value);
          }
        });
    given.putIfAbsent("user", systemUser);
    given.putIfAbsent("fallback_application_name", "terminal sql");
    PostgresUri address = PostgresUri.of(given, Set.of(PASSFILE));
    Path passwords =
        Optional.ofNullable(given.get(PASSFILE)).map(Path::of).orElse(home.resolve(".pgpass"));
    return new Address(
        address, address.password().or(() -> password(new PasswordFile(passwords), address)));
  }

  /** One for all servers: that of the first there is a line for. */
  private static Optional<String> password(PasswordFile file, PostgresUri address) {
    return address.servers().stream()
        .map(
            server ->
                file.find(
                    server.isSocket() ? "localhost" : server.host(),
                    server.port(),
                    address.database(),
                    address.user()))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
