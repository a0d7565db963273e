package dev.starling.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The list of services that everything under {@code deploy/} follows. */
final class ServiceList {
  /** The services, in the order of the list. */
  static final List<ListedService> ALL;

  /** The names of the services. */
  static final Set<String> SERVICES;

  /** The names of the programs beside them. */
  static final Set<String> PROGRAMS;

  static {
    JsonNode list = Yaml.document(Repository.DEPLOY.resolve("services.yaml"));
    List<ListedService> services = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : list.get("services").properties()) {
      services.add(ListedService.of(entry.getKey(), services.size() + 1, entry.getValue()));
    }
    ALL = Collections.unmodifiableList(services);
    Set<String> names = new LinkedHashSet<>();
    ALL.forEach(service -> names.add(service.name()));
    SERVICES = Collections.unmodifiableSet(names);
    Set<String> programs = new LinkedHashSet<>();
    list.get("programs").forEach(program -> programs.add(program.asText()));
    PROGRAMS = Collections.unmodifiableSet(programs);
  }

  private ServiceList() {}
}
