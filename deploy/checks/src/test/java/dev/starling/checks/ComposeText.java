package dev.starling.checks;

import java.util.Locale;

/** What {@code compose.yaml} says of a service. */
final class ComposeText {
  private static final int INSTANCES = 2;

  /** The first member of the cluster, which all others wait for. */
  private static final String FIRST = "counter";

  private ComposeText() {}

  /** The containers. */
  static String containers(ListedService service) {
    String name = service.name();
    StringBuilder text = new StringBuilder();
    String first = service.database().isPresent() ? "*first-with-database" : "*first";
    line(text, "");
    line(text, "  %s-1: &%s", name, name);
    line(text, "    <<: *service");
    line(text, "    image: starling/%s:${VERSION:-0.1.0}", name);
    line(
        text,
        "    build: {context: .., dockerfile: deploy/Dockerfile, args: {SERVICE: %s, JAR: \"${JAR:-built}\"}}",
        name);
    if (service.database().isPresent()) {
      line(text, "    command: [--config, /run/secrets/%s.yaml]", name);
      line(text, "    secrets: [%s.yaml]", name);
    }
    if (!name.equals(FIRST)) {
      line(text, "    depends_on: %s", first);
    }
    own(text, service, 1);
    line(text, "  %s-2:", name);
    line(text, "    <<: *%s", name);
    line(text, "    depends_on:");
    if (!name.equals(FIRST)) {
      line(text, "      <<: %s", first);
    }
    line(text, "      %s-1: {condition: service_healthy}", name);
    own(text, service, 2);
    return text.toString();
  }

  private static void own(StringBuilder text, ListedService service, int instance) {
    String address = service.composeAddress(instance);
    line(text, "    environment:");
    line(text, "      <<: *environment");
    for (String purpose : service.ports().keySet()) {
      line(text, "      STARLING_%s_HOST: 0.0.0.0", purpose.toUpperCase(Locale.ROOT));
    }
    service.environment().forEach((name, value) -> line(text, "      %s: %s", name, value));
    line(text, "      STARLING_CLUSTER_HOST: %s", address);
    String database = service.database().isPresent() ? ", database: {}" : "";
    line(text, "    networks: {services: {ipv4_address: %s}%s}", address, database);
  }

  /** What HAProxy waits for. */
  static String awaited(ListedService service) {
    return "      %s-1: {condition: service_healthy}%n".formatted(service.name());
  }

  /** Where HAProxy finds the instances. */
  static String balanced(ListedService service) {
    StringBuilder text = new StringBuilder();
    for (int n = 1; n <= INSTANCES; n++) {
      int instance = n;
      String address = service.composeAddress(n);
      service
          .ports()
          .forEach(
              (purpose, port) ->
                  line(
                      text,
                      "      LB_%s_%d: %s:%d",
                      service.portVariable(purpose),
                      instance,
                      address,
                      port));
      line(
          text,
          "      LB_%s_%d_HEALTH: %s:%d",
          service.variable(),
          n,
          address,
          service.management());
    }
    return text.toString();
  }

  /** The secret with the address of its database. */
  static String secret(ListedService service) {
    return service.database().isEmpty()
        ? ""
        : "  %1$s.yaml: {file: compose/secrets/%1$s.yaml}%n".formatted(service.name());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }
}
