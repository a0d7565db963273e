package dev.starling.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes connection URIs apart into libpq's parameters. Those of JDBC are taken, too, with the names
 * that its driver has for the same parameters.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">PostgreSQL:
 *     connection URIs</a>
 */
final class ConnectionUri {
  static final String PROBLEM =
      "is not the address of a database; valid is"
          + " postgresql://user:password@host:5432/name?sslmode=require, where %40 stands for @,"
          + " %2F for / and so on in user and password, with libpq's parameters at its end";

  private static final Pattern FORM =
      Pattern.compile(
          "(?<jdbc>jdbc:)?postgres(?:ql)?://(?:(?<user>[^:@/?#\\s]*)(?::(?<password>[^@/?#\\s]*))?@)?"
              + "(?<servers>[^@/?#\\s]*)(?:/(?<dbname>[^/?#\\s]*))?(?:\\?(?<parameters>[^#\\s]*))?");
  private static final Pattern SERVER =
      Pattern.compile(
          "(?<host>[A-Za-z0-9._%-]*|\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?])(?::(?<port>\\d*))?");

  private ConnectionUri() {}

  /**
   * The parameters that a URI gives, by their names, decoded; several hosts and ports are separated
   * by commas.
   *
   * @throws IllegalArgumentException that does not repeat the text, for it may hold a password
   */
  static Map<String, String> parameters(String uri) {
    Matcher form = FORM.matcher(uri);
    if (!form.matches()) {
      throw new IllegalArgumentException(PROBLEM);
    }
    Map<String, String> parameters = new HashMap<>();
    put(parameters, "user", form.group("user"));
    put(parameters, "password", form.group("password"));
    put(parameters, "dbname", form.group("dbname"));
    putServers(parameters, form.group("servers"));
    String more = form.group("parameters");
    if (more != null) {
      for (String pair : more.split("&")) {
        if (!pair.isEmpty()) {
          putPair(parameters, pair, form.group("jdbc") != null);
        }
      }
    }
    return parameters;
  }

  private static void putServers(Map<String, String> parameters, String text) {
    if (text.isEmpty()) {
      return;
    }
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String server : text.split(",", -1)) {
      Matcher form = SERVER.matcher(server);
      if (!form.matches()) {
        throw new IllegalArgumentException(PROBLEM);
      }
      String host = form.group("host");
      boolean bracketed = host.startsWith("[");
      hosts.add(bracketed ? host.substring(1, host.length() - 1) : decoded(host));
      ports.add(form.group("port") == null ? "" : form.group("port"));
    }
    parameters.put("host", String.join(",", hosts));
    if (ports.stream().anyMatch(port -> !port.isEmpty())) {
      parameters.put("port", String.join(",", ports));
    }
  }

  private static void putPair(Map<String, String> parameters, String pair, boolean jdbc) {
    int equals = pair.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "has a parameter without a value at its end; valid is ?name=value&name=value");
    }
    String name = decoded(pair.substring(0, equals));
    String value = decoded(pair.substring(equals + 1));
    if (jdbc) {
      JdbcParameters.put(parameters, name, value);
    } else if (name.equals("ssl") && value.equals("true")) {
      parameters.put("sslmode", "require");
    } else {
      parameters.put(name, value);
    }
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
}
