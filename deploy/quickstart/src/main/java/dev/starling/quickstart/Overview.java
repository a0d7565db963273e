package dev.starling.quickstart;

import dev.starling.shared.launch.RunningService;
import java.util.List;
import java.util.Map;

/** What runs where, for the one who started it. */
final class Overview {
  private Overview() {}

  static String of(RunningService edge, List<RunningService> services) {
    StringBuilder text = new StringBuilder();
    text.append(
        """

        Starling runs. Open http://%s/ in two browser windows; Ctrl-C ends it.

        """
            .formatted(edge.addresses().get("http").replace("127.0.0.1", "localhost")));
    services.forEach(service -> text.append(line(service)));
    return text.append('\n').toString();
  }

  private static String line(RunningService service) {
    Map<String, String> addresses = service.addresses();
    String serves =
        addresses.containsKey("http")
            ? "http://" + addresses.get("http") + "/"
            : "tcp " + addresses.get("tcp");
    return "  %-12s %-28s health and metrics http://%s%n"
        .formatted(service.name(), serves, addresses.get("management"));
  }
}
