package dev.starling.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The address of a database and the user: a connection URI of PostgreSQL, taken apart.
 *
 * @param servers of the same database, tried in this order
 * @param password empty when none was given
 * @param connectTimeout for each server; empty is the caller's choice
 * @param target which of the servers will do
 * @param properties of the connection, sent to the server
 * @param pooler whether a pooler such as PgBouncer stands between, which gives each transaction
 *     another connection; empty when that is to be found out
 */
public record PostgresUri(
    List<Server> servers,
    String user,
    Optional<String> password,
    String database,
    Encryption encryption,
    Optional<Duration> connectTimeout,
    Target target,
    Map<String, String> properties,
    Optional<Boolean> pooler) {
  private static final String DEFAULT_PORT = "5432";
  private static final int LAST_PORT = 65_535;

  /**
   * One server.
   *
   * @param host its name or IP address, or the directory of its socket, which begins with a slash
   */
  public record Server(String host, int port) {
    /** Whether it is reached through a socket in the file system. */
    public boolean isSocket() {
      return host.startsWith("/");
    }

    /** The file of its socket, when it {@link #isSocket}. */
    public String socketFile() {
      return host + "/.s.PGSQL." + port;
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** Which state of a server will do: {@code target_session_attrs}. */
  public enum Target {
    ANY,
    READ_WRITE,
    READ_ONLY,
    PRIMARY,
    STANDBY,
    /** A standby, else any. */
    PREFER_STANDBY
  }

  /**
   * Whether connections are encrypted.
   *
   * @param authority PEM file with the certificates of who must have signed the server's, or {@code
   *     system} for those that the JDK trusts
   * @param binding whether the login must prove that nobody sits between; needs TLS
   */
  public record Encryption(SslMode mode, Optional<String> authority, boolean binding) {
    /** The file of {@link #authority}; empty when none is named. */
    public Optional<String> authorityFile() {
      return authority.filter(file -> !file.equals("system"));
    }
  }

  /** How much encryption: {@code sslmode}. */
  public enum SslMode {
    DISABLE,
    /** Encrypted when the server does not take plain connections. */
    ALLOW,
    /** Encrypted when the server offers it. */
    PREFER,
    /** Encrypted, without a check of the server's certificate. */
    REQUIRE,
    /** Only for a server with a certificate that is signed. */
    VERIFY_CA,
    /** Only for a server with a certificate that is signed, and has the name asked for. */
    VERIFY_FULL
  }

  /**
   * Takes a URI apart.
   *
   * @throws IllegalArgumentException that does not repeat the text, for it may hold a password
   */
  public static PostgresUri parse(String text) {
    return of(ConnectionUri.parameters(text), Set.of());
  }

  /**
   * The parameters of a URI, with the names that libpq gives them, decoded.
   *
   * @throws IllegalArgumentException that does not repeat the text, for it may hold a password
   */
  public static Map<String, String> parameters(String text) {
    return ConnectionUri.parameters(text);
  }

  /**
   * Puts parameters together.
   *
   * @param more names that the caller takes besides
   * @throws IllegalArgumentException that names the parameter, not its value
   */
  public static PostgresUri of(Map<String, String> given, Set<String> more) {
    KnownParameters.check(given, more);
    String user = given.getOrDefault("user", System.getProperty("user.name"));
    Map<String, String> properties = new HashMap<>();
    Stream.of("fallback_application_name", "application_name")
        .filter(given::containsKey)
        .forEach(name -> properties.put("application_name", given.get(name)));
    if (given.containsKey("options")) {
      properties.put("options", given.get("options"));
    }
    return new PostgresUri(
        servers(given),
        user,
        Optional.ofNullable(given.get("password")),
        given.getOrDefault("dbname", user),
        encryption(given),
        Optional.ofNullable(given.get("connect_timeout")).flatMap(PostgresUri::timeout),
        oneOf(Target.class, "target_session_attrs", given, Target.ANY),
        Map.copyOf(properties),
        Optional.ofNullable(given.get("pgbouncer")).map(PostgresUri::isTrue));
  }

  private static List<Server> servers(Map<String, String> given) {
    String[] hosts = given.getOrDefault("host", "").split(",", -1);
    String[] ports = given.getOrDefault("port", DEFAULT_PORT).split(",", -1);
    if (ports.length > 1 && ports.length != hosts.length) {
      throw new IllegalArgumentException("has another number of ports than of hosts");
    }
    List<Server> servers = new ArrayList<>();
    for (int i = 0; i < hosts.length; i++) {
      String port = ports[ports.length == 1 ? 0 : i];
      String host = hosts[i];
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      servers.add(
          new Server(
              host.isEmpty() ? "localhost" : host, port(port.isEmpty() ? DEFAULT_PORT : port)));
    }
    String order = given.getOrDefault("load_balance_hosts", "disable").toLowerCase(Locale.ROOT);
    if (order.equals("random")) {
      Collections.shuffle(servers);
    } else if (!order.equals("disable")) {
      throw new IllegalArgumentException("has a load_balance_hosts that is not disable or random");
    }
    return List.copyOf(servers);
  }

  private static int port(String text) {
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > LAST_PORT) {
      throw new IllegalArgumentException("has a port that is not between 1 and " + LAST_PORT);
    }
    return port;
  }

  private static Encryption encryption(Map<String, String> given) {
    Optional<String> authority =
        Optional.ofNullable(given.get("sslrootcert")).filter(file -> !file.isEmpty());
    SslMode mode = oneOf(SslMode.class, "sslmode", given, SslMode.PREFER);
    if (!given.containsKey("sslmode") && authority.equals(Optional.of("system"))) {
      mode = SslMode.VERIFY_FULL;
    }
    Binding binding = oneOf(Binding.class, "channel_binding", given, Binding.PREFER);
    if (binding == Binding.REQUIRE && mode.compareTo(SslMode.REQUIRE) < 0) {
      throw new IllegalArgumentException(
          "has channel_binding=require, which needs sslmode=require, verify-ca or verify-full");
    }
    return new Encryption(mode, authority, binding == Binding.REQUIRE);
  }

  private enum Binding {
    DISABLE,
    PREFER,
    REQUIRE
  }

  private static Optional<Duration> timeout(String text) {
    if (!text.matches("-?\\d{1,6}")) {
      throw new IllegalArgumentException("has a connect_timeout that is no number of seconds");
    }
    int seconds = Integer.parseInt(text);
    return seconds <= 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  private static boolean isTrue(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("has a pgbouncer that is not true or false");
    };
  }

  private static <E extends Enum<E>> E oneOf(
      Class<E> type, String name, Map<String, String> given, E otherwise) {
    String text = given.get(name);
    for (E value : type.getEnumConstants()) {
      if (word(value).equals(text)) {
        return value;
      }
    }
    if (text != null) {
      throw new IllegalArgumentException(
          "has the parameter "
              + name
              + " with a value that is none of "
              + Stream.of(type.getEnumConstants())
                  .map(PostgresUri::word)
                  .collect(Collectors.joining(", ")));
    }
    return otherwise;
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether there is a server to be chosen. */
  public boolean isChoice() {
    return servers.size() > 1 || target != Target.ANY;
  }

  /** The same, with this server only. */
  PostgresUri on(Server chosen) {
    return new PostgresUri(
        List.of(chosen),
        user,
        password,
        database,
        encryption,
        connectTimeout,
        Target.ANY,
        properties,
        pooler);
  }

  /** The same, with another password. */
  public PostgresUri withPassword(Optional<String> other) {
    return new PostgresUri(
        servers, user, other, database, encryption, connectTimeout, target, properties, pooler);
  }

  /** Without user and password, so that it can be shown. */
  @Override
  public String toString() {
    return servers.stream().map(Server::toString).collect(Collectors.joining(",")) + "/" + database;
  }
}
