package dev.starling.shared.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database is and who asks: the setting {@code database.uri}, taken apart.
 *
 * @param encryption what its end says, {@code ?sslmode=...}
 * @see <a
 *     href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">PostgreSQL:
 *     connection URIs</a>
 */
public record DatabaseUri(
    String user, String password, String host, int port, String database, Encryption encryption) {
  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?<user>[^:@/?#\\s]+)(?::(?<password>[^@/?#\\s]*))?@"
              + "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>\\d{1,5}))?"
              + "/(?<database>[^/?#\\s]+)"
              + "(?:\\?sslmode=(?:(?<weak>disable|require)"
              + "|verify-full&sslrootcert=(?<authority>[^&?#\\s]+)))?");
  private static final int DEFAULT_PORT = 5432;
  private static final int LAST_PORT = 65_535;
  private static final String PROBLEM =
      "is not the address of a database; valid is postgresql://user:password@host:5432/name,"
          + " where %40 stands for @, %2F for / and so on in user and password, followed or not by"
          + " ?sslmode=disable, ?sslmode=require or ?sslmode=verify-full&sslrootcert=FILE";

  /**
   * Whether connections are encrypted.
   *
   * @param mode as PostgreSQL's own clients call it
   * @param authority PEM file with the certificates of who must have signed the server's; with
   *     {@link Mode#VERIFY_FULL}
   */
  public record Encryption(Mode mode, Optional<String> authority) {
    /** Nothing was said: connections are plain. */
    public static final Encryption UNSAID = new Encryption(Mode.UNSAID, Optional.empty());

    /** How much of it. */
    public enum Mode {
      /** As {@link #DISABLE}, but that migrations are free to encrypt. */
      UNSAID,
      DISABLE,
      /** Whoever answers. */
      REQUIRE,
      /** Only for a server with a certificate that is signed, and has the name asked for. */
      VERIFY_FULL
    }

    private static Encryption of(String weak, String authority) {
      if (authority != null) {
        return new Encryption(Mode.VERIFY_FULL, Optional.of(decoded(authority)));
      }
      return weak == null
          ? UNSAID
          : new Encryption(weak.equals("require") ? Mode.REQUIRE : Mode.DISABLE, Optional.empty());
    }
  }

  /**
   * Takes an address apart.
   *
   * @throws IllegalArgumentException that does not repeat the text, for it may hold a password
   */
  public static DatabaseUri parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(PROBLEM);
    }
    String port = matcher.group("port");
    String password = matcher.group("password");
    String host = matcher.group("host");
    return new DatabaseUri(
        decoded(matcher.group("user")),
        password == null ? "" : decoded(password),
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        port == null ? DEFAULT_PORT : checked(Integer.parseInt(port)),
        decoded(matcher.group("database")),
        Encryption.of(matcher.group("weak"), matcher.group("authority")));
  }

  private static int checked(int port) {
    if (port < 1 || port > LAST_PORT) {
      throw new IllegalArgumentException(PROBLEM);
    }
    return port;
  }

  private static String decoded(String text) {
    String decoded;
    try {
      // In a URI, unlike in a form, a plus is a plus.
      decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException repeatsTheText) {
      throw new IllegalArgumentException(PROBLEM);
    }
    if (decoded.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(PROBLEM);
    }
    return decoded;
  }

  /** Without who asks, so that it can be shown. */
  @Override
  public String toString() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return shown + ":" + port + "/" + database;
  }
}
