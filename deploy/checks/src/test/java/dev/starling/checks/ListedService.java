package dev.starling.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A service of {@code deploy/services.yaml}.
 *
 * @param place of the service in the list, from 1 on
 * @param ports by purpose, {@code tcp} and {@code http}, without the management port
 * @param database name of its database, if it has one
 * @param haproxy name of the defaults section of {@code haproxy.cfg} for HTTP
 * @param internet whether it connects to the Internet
 * @param environment of its containers in compose
 */
record ListedService(
    String name,
    int place,
    Map<String, Integer> ports,
    int management,
    Optional<String> database,
    String haproxy,
    boolean internet,
    Map<String, String> environment) {

  static ListedService of(String name, int place, JsonNode entry) {
    Settings settings = Settings.of(name);
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String purpose : new String[] {"tcp", "http"}) {
      if (settings.has(purpose + ".port")) {
        ports.put(purpose, settings.port(purpose + ".port"));
      }
    }
    Map<String, String> environment = new LinkedHashMap<>();
    entry
        .path("environment")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
    return new ListedService(
        name,
        place,
        ports,
        settings.port("management.port"),
        Optional.ofNullable(entry.get("database")).map(JsonNode::asText),
        entry.path("haproxy").asText("http"),
        entry.path("internet").asBoolean(),
        environment);
  }

  /** The name in variables, such as {@code CHAT}. */
  String variable() {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The name of one of its ports where each has one: the service's own when there is only one. */
  String portName(String purpose) {
    return ports.size() == 1 ? name : name + "-" + purpose;
  }

  /** The same in variables. */
  String portVariable(String purpose) {
    return portName(purpose).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The address of an instance in compose. */
  String composeAddress(int instance) {
    return "172.30.57." + (10 * place + instance);
  }
}
