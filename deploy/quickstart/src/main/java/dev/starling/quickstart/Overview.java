package dev.starling.quickstart;

import dev.starling.core.launch.RunningService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What runs where, for the one who started it. */
final class Overview {
  private Overview() {}

  static String of(
      RunningService edge, List<RunningService> services, LocalDatabase database, Path directory) {
    StringBuilder text = new StringBuilder();
    text.append(
        """

        Starling runs. Open http://%1$s/ (the shop), http://%1$s/counter/ (users online),
        http://%1$s/chat/, http://%1$s/requests/ (many requests at once) and
        http://%1$s/docs (the catalogue's API); Ctrl-C ends it.

        """
            .formatted(edge.addresses().get("http").replace("127.0.0.1", "localhost")));
    services.forEach(service -> text.append(line(service)));
    return text.append(
            "  %-16s 127.0.0.1:%d, data in %s%n%n"
                .formatted("PostgreSQL", database.port(), directory))
        .toString();
  }

  private static String line(RunningService service) {
    Map<String, String> addresses = service.addresses();
    String serves =
        Stream.of("http", "tcp")
            .filter(addresses::containsKey)
            .map(
                kind ->
                    kind.equals("http")
                        ? "http://" + addresses.get(kind) + "/"
                        : "tcp " + addresses.get(kind))
            .collect(Collectors.joining(", "));
    return "  %-16s %-46s health and metrics http://%s%n"
        .formatted(service.name(), serves, addresses.get("management"));
  }
}
