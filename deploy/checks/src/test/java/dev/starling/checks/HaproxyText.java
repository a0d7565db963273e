package dev.starling.checks;

/** What {@code haproxy.cfg} says of a service. */
final class HaproxyText {
  private static final int INSTANCES = 3;
  private static final String LAPTOP = "127.0.0.1";

  private HaproxyText() {}

  /** Where clients connect. */
  static String binds(ListedService service) {
    StringBuilder text = new StringBuilder();
    service
        .ports()
        .forEach(
            (purpose, port) ->
                line(
                    text,
                    "presetenv LB_%s_BIND \"${LB_HOST}:%d\"",
                    service.portVariable(purpose),
                    port));
    return text.toString();
  }

  /** Where the instances are. */
  static String instances(ListedService service) {
    StringBuilder text = new StringBuilder();
    service
        .ports()
        .forEach(
            (purpose, port) -> {
              for (int n = 1; n <= INSTANCES; n++) {
                line(
                    text,
                    "presetenv LB_%s_%d %s:%d",
                    service.portVariable(purpose),
                    n,
                    LAPTOP,
                    port + 100 * n);
              }
            });
    for (int n = 1; n <= INSTANCES; n++) {
      line(
          text,
          "presetenv LB_%s_%d_HEALTH %s:%d",
          service.variable(),
          n,
          LAPTOP,
          service.management() + 100 * n);
    }
    return text.toString();
  }

  /** How clients are handed to the instances. */
  static String listeners(ListedService service) {
    StringBuilder text = new StringBuilder();
    for (String purpose : service.ports().keySet()) {
      String defaults = purpose.equals("tcp") ? "tcp" : service.haproxy();
      String name = service.portName(purpose);
      text.append("\nlisten ").append(name).append(" from ").append(defaults).append('\n');
      line(text, "bind \"${LB_%s_BIND}\"", service.portVariable(purpose));
      if (!defaults.equals("tcp") && !defaults.equals("websocket")) {
        line(text, "http-request disable-l7-retry unless METH_GET");
      }
      for (int n = 1; n <= INSTANCES; n++) {
        line(
            text,
            "server %s-%d \"${LB_%s_%d}\" addr \"${LB_%s_%d_HEALTH}\"",
            name,
            n,
            service.portVariable(purpose),
            n,
            service.variable(),
            n);
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append("    ").append(format.formatted(values)).append('\n');
  }
}
