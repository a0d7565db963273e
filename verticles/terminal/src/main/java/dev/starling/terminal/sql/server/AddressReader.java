package dev.starling.terminal.sql.server;

import io.vertx.pgclient.SslMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out which database is meant: from an address, for what it leaves open from the variables of
 * libpq, for the rest from its defaults. The password may also be in the password file.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">PostgreSQL:
 *     connection URIs</a>
 */
public final class AddressReader {
  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^:@/?#\\s]*)(?::(?<password>[^@/?#\\s]*))?@)?"
              + "(?<host>[A-Za-z0-9._%-]*|\\[[0-9A-Fa-f:.]+])(?::(?<port>\\d*))?"
              + "(?:/(?<dbname>[^/?#\\s]*))?(?:\\?(?<parameters>[^#\\s]*))?");
  private static final String PROBLEM =
      "the URI makes no sense; valid is postgresql://user:password@host:5432/database?sslmode=require"
          + " where %40 stands for @, %2F for / and so on in user and password";
  private static final int LAST_PORT = 65_535;

  /** The parameters there are, and the variables that stand in for them. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "host", "PGHOST",
          "port", "PGPORT",
          "user", "PGUSER",
          "password", "PGPASSWORD",
          "dbname", "PGDATABASE",
          "sslmode", "PGSSLMODE",
          "sslrootcert", "PGSSLROOTCERT",
          "application_name", "PGAPPNAME",
          "options", "PGOPTIONS",
          "passfile", "PGPASSFILE");

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
    Map<String, String> given = uri == null ? new HashMap<>() : parameters(uri);
    VARIABLES.forEach(
        (name, variable) -> {
          String value = environment.getOrDefault(variable, "");
          if (!value.isEmpty()) {
            given.putIfAbsent(name, value);
          }
        });
    String host = host(given.getOrDefault("host", "localhost"));
    int port = port(given.getOrDefault("port", "5432"));
    String user = given.getOrDefault("user", systemUser);
    String database = given.getOrDefault("dbname", user);
    Optional<String> password = Optional.ofNullable(given.get("password"));
    Path passwords =
        Optional.ofNullable(given.get("passfile")).map(Path::of).orElse(home.resolve(".pgpass"));
    Map<String, String> properties = new HashMap<>();
    properties.put("application_name", given.getOrDefault("application_name", "terminal sql"));
    if (given.containsKey("options")) {
      properties.put("options", given.get("options"));
    }
    return new Address(
        host,
        port,
        database,
        user,
        password.or(() -> new PasswordFile(passwords).find(host, port, database, user)),
        sslMode(given.getOrDefault("sslmode", "prefer")),
        Optional.ofNullable(given.get("sslrootcert")),
        Map.copyOf(properties));
  }

  private static Map<String, String> parameters(String uri) {
    Matcher matcher = FORM.matcher(uri);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(PROBLEM);
    }
    Map<String, String> parameters = new HashMap<>();
    for (String name : new String[] {"user", "password", "host", "port", "dbname"}) {
      put(parameters, name, matcher.group(name));
    }
    String more = matcher.group("parameters");
    for (String pair : more == null || more.isEmpty() ? new String[0] : more.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0 || !VARIABLES.containsKey(name)) {
        throw new IllegalArgumentException(
            "the URI has a parameter that is not one of "
                + String.join(", ", VARIABLES.keySet().stream().sorted().toList()));
      }
      put(parameters, name, pair.substring(equals + 1));
    }
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, String encoded) {
    if (encoded != null && !encoded.isEmpty()) {
      parameters.put(name, decoded(encoded));
    }
  }

  private static String decoded(String text) {
    try {
      // In a URI, unlike in a form, a plus is a plus.
      String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      if (decoded.indexOf('\0') < 0) {
        return decoded;
      }
    } catch (IllegalArgumentException repeatsTheText) {
      // Falls through, to say it without the text.
    }
    throw new IllegalArgumentException(PROBLEM);
  }

  private static String host(String host) {
    if (host.startsWith("/")) {
      throw new IllegalArgumentException(
          "'" + host + "' is a socket in the file system; only TCP works here, as with localhost");
    }
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(String port) {
    if (!port.matches("\\d{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > LAST_PORT) {
      throw new IllegalArgumentException("the port is not between 1 and " + LAST_PORT);
    }
    return Integer.parseInt(port);
  }

  private static SslMode sslMode(String mode) {
    for (SslMode known : SslMode.values()) {
      if (known.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(mode)) {
        return known;
      }
    }
    throw new IllegalArgumentException(
        "sslmode is not one of disable, allow, prefer, require, verify-ca, verify-full");
  }
}
