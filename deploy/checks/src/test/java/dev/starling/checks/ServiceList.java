package dev.starling.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The list of services that everything under {@code deploy/} follows. */
final class ServiceList {
  /** The names of the services. */
  static final Set<String> SERVICES;

  /** The names of the programs beside them. */
  static final Set<String> PROGRAMS;

  private static final Map<String, Optional<String>> DATABASES = new LinkedHashMap<>();

  static {
    JsonNode list = Yaml.document(Repository.DEPLOY.resolve("services.yaml"));
    list.get("services")
        .properties()
        .forEach(
            service ->
                DATABASES.put(
                    service.getKey(),
                    Optional.ofNullable(service.getValue().get("database")).map(JsonNode::asText)));
    SERVICES = Collections.unmodifiableSet(DATABASES.keySet());
    Set<String> programs = new LinkedHashSet<>();
    list.get("programs").forEach(program -> programs.add(program.asText()));
    PROGRAMS = Collections.unmodifiableSet(programs);
  }

  private ServiceList() {}

  /** The name of a service's database, if it has one. */
  static Optional<String> database(String service) {
    return DATABASES.get(service);
  }
}
