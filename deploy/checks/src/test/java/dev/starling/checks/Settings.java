package dev.starling.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The settings of one service, as the files in {@code config/} have them with their defaults. */
record Settings(String service, Map<String, String> defaults) {
  static Settings of(String service) {
    Map<String, String> defaults = new TreeMap<>();
    flatten("", file("service"), defaults);
    JsonNode own = file(service);
    // Sections that only some services have: those that name a port or a database there.
    for (String section : Set.of("http", "tcp", "database")) {
      if (!own.has(section)) {
        defaults.keySet().removeIf(name -> name.startsWith(section + "."));
      }
    }
    for (String name : List.of("cluster", "connections", "logging", "tracing")) {
      flatten("", file(name), defaults);
    }
    flatten("", own, defaults);
    return new Settings(service, defaults);
  }

  private static JsonNode file(String name) {
    return Yaml.document(Repository.ROOT.resolve("config").resolve(name + ".yaml"));
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (!node.isObject()) {
      into.put(path, node.asText());
      return;
    }
    node.fields()
        .forEachRemaining(
            field ->
                flatten(
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    field.getValue(),
                    into));
  }

  boolean has(String setting) {
    return defaults.containsKey(setting);
  }

  int port(String setting) {
    return Integer.parseInt(defaults.get(setting));
  }

  Duration drain() {
    return Duration.parse("PT" + defaults.get("drain.timeout").toUpperCase(Locale.ROOT));
  }

  /** Whether there is a setting that this environment variable sets. */
  boolean knows(String variable) {
    return defaults.keySet().stream()
        .anyMatch(
            name ->
                variable.equals(
                    "STARLING_"
                        + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT)));
  }

  @Override
  public String toString() {
    return service;
  }
}
