package dev.starling.postgres;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * libpq's parameters: those that are taken, those that change nothing here, and those that cannot
 * be had, with what to do instead.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS">PostgreSQL:
 *     parameter key words</a>
 */
final class KnownParameters {
  private static final Set<String> TAKEN =
      Set.of(
          "host",
          "port",
          "user",
          "password",
          "dbname",
          "sslmode",
          "sslrootcert",
          "application_name",
          "fallback_application_name",
          "options",
          "connect_timeout",
          "target_session_attrs",
          "load_balance_hosts",
          "channel_binding",
          "pgbouncer");

  /** They tune or name what is already so, or is not there. */
  private static final Set<String> IGNORED =
      Set.of(
          "keepalives",
          "keepalives_idle",
          "keepalives_interval",
          "keepalives_count",
          "tcp_user_timeout",
          "sslcompression",
          "sslsni",
          "sslcertmode",
          "krbsrvname",
          "gsslib",
          "gssdelegation",
          "min_protocol_version",
          "max_protocol_version");

  /** With the values that ask for nothing that cannot be had. */
  private static final Map<String, Predicate<String>> CONDITIONAL = conditional();

  private static final Map<String, String> ADVICE = advice();
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_]{1,40}");

  private KnownParameters() {}

  private static Map<String, Predicate<String>> conditional() {
    Map<String, Predicate<String>> values = new HashMap<>();
    values.put("client_encoding", Set.of("utf8", "utf-8", "unicode", "auto")::contains);
    values.put("gssencmode", Set.of("disable", "prefer")::contains);
    values.put("sslnegotiation", "postgres"::equals);
    values.put("ssl_min_protocol_version", Set.of("", "tlsv1", "tlsv1.1", "tlsv1.2")::contains);
    values.put("ssl_max_protocol_version", Set.of("", "tlsv1.2", "tlsv1.3")::contains);
    return values;
  }

  private static Map<String, String> advice() {
    Map<String, String> advice = new TreeMap<>();
    advice.put("client_encoding", "text is always UTF8: leave it out");
    advice.put("gssencmode", "encrypt with sslmode=verify-full");
    advice.put("sslnegotiation", "leave it out: TLS begins as with sslnegotiation=postgres");
    advice.put("ssl_min_protocol_version", "set it on the server; TLSv1.2 is the least here");
    advice.put("ssl_max_protocol_version", "leave it out: TLSv1.2 and TLSv1.3 are used");
    advice.put("hostaddr", "name the IP address as the host");
    advice.put("passfile", "name the password in the URI");
    advice.put("service", "name host, user and database in the URI");
    advice.put("servicefile", "name host, user and database in the URI");
    advice.put("sslcert", "log in with a password instead of a certificate");
    advice.put("sslkey", "log in with a password instead of a certificate");
    advice.put("sslpassword", "log in with a password instead of a certificate");
    advice.put("sslcrl", "use a certificate authority whose certificates live shortly");
    advice.put("sslcrldir", "use a certificate authority whose certificates live shortly");
    advice.put("requirepeer", "connect with TLS and sslmode=verify-full");
    advice.put("require_auth", "use sslmode=verify-full, so that only the server sees passwords");
    advice.put("replication", "it is for replication only");
    return advice;
  }

  /**
   * Refuses parameters that cannot be had.
   *
   * @param more names that the caller takes besides
   * @throws IllegalArgumentException that names the parameter, not its value
   */
  static void check(Map<String, String> parameters, Set<String> more) {
    parameters.forEach(
        (name, value) -> {
          Predicate<String> harmless = CONDITIONAL.get(name);
          boolean taken =
              TAKEN.contains(name)
                  || IGNORED.contains(name)
                  || more.contains(name)
                  || harmless != null && harmless.test(value.toLowerCase(Locale.ROOT));
          if (!taken) {
            throw new IllegalArgumentException(refusal(name));
          }
        });
  }

  private static String refusal(String name) {
    if (ADVICE.containsKey(name)) {
      return "has the parameter " + name + ", which is not supported: " + ADVICE.get(name);
    }
    return PLAIN_NAME.matcher(name).matches()
        ? "has the parameter " + name + ", which is none of libpq's"
        : "has a parameter that is none of libpq's";
  }
}
