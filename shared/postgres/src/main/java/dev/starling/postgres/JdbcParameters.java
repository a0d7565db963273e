package dev.starling.postgres;

import java.util.Map;

/**
 * The names that PostgreSQL's JDBC driver has for libpq's parameters.
 *
 * @see <a href="https://jdbc.postgresql.org/documentation/use/#connection-parameters">pgJDBC:
 *     connection parameters</a>
 */
final class JdbcParameters {
  private static final Map<String, String> NAMES =
      Map.of(
          "ApplicationName", "application_name",
          "connectTimeout", "connect_timeout",
          "loginTimeout", "connect_timeout",
          "channelBinding", "channel_binding",
          "gssEncMode", "gssencmode");

  private static final Map<String, String> TARGETS =
      Map.of(
          "any", "any",
          "primary", "primary",
          "master", "primary",
          "secondary", "standby",
          "slave", "standby",
          "preferSecondary", "prefer-standby",
          "preferSlave", "prefer-standby");

  private JdbcParameters() {}

  static void put(Map<String, String> parameters, String name, String value) {
    switch (name) {
      case "ssl" -> {
        if (value.isEmpty() || value.equals("true")) {
          parameters.putIfAbsent("sslmode", "verify-full");
        }
      }
      case "currentSchema" ->
          parameters.put(
              "options", "-c search_path=" + value.replace("\\", "\\\\").replace(" ", "\\ "));
      case "targetServerType" ->
          parameters.put("target_session_attrs", TARGETS.getOrDefault(value, value));
      case "prepareThreshold" -> {
        if (value.equals("0")) {
          parameters.put("pgbouncer", "true");
        }
      }
      default -> parameters.put(NAMES.getOrDefault(name, name), value);
    }
  }
}
