package dev.starling.dev;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Ports of further instances of a service on one machine: each instance listens 100 above the one
 * before it, or another multiple of 100 where the service's own ports would meet. Ports of the
 * cluster are left out, since instances take the first free one themselves.
 */
final class Ports {
  static final int MOST_INSTANCES = 9;

  private static final int STEP = 100;
  private static final Pattern LINE = Pattern.compile("( *)([a-z0-9-]+):(?: +([^#]*?))?(?: +#.*)?");
  private static final Pattern PORT = Pattern.compile("\\d+");

  private final Map<String, Integer> ports = new HashMap<>();

  /**
   * @param settings as {@code --print-config} prints them
   */
  Ports(List<String> settings) {
    Deque<String> sections = new ArrayDeque<>();
    Deque<Integer> depths = new ArrayDeque<>();
    for (String line : settings) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        continue;
      }
      int depth = matcher.group(1).length();
      while (!depths.isEmpty() && depths.getLast() >= depth) {
        depths.removeLast();
        sections.removeLast();
      }
      depths.addLast(depth);
      sections.addLast(matcher.group(2));
      String value = matcher.group(3);
      if (matcher.group(2).matches("port|.*-port")
          && value != null
          && PORT.matcher(value).matches()
          && !sections.getFirst().equals("cluster")) {
        ports.put(variable(String.join("_", sections)), Integer.parseInt(value));
      }
    }
  }

  private static String variable(String path) {
    return "STARLING_" + path.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** Distance between instances that keeps all their ports apart. */
  private int step() {
    List<Integer> set = ports.values().stream().filter(port -> port > 0).distinct().toList();
    return IntStream.iterate(STEP, step -> step + STEP)
        .filter(
            step ->
                set.stream()
                        .flatMap(
                            port ->
                                IntStream.range(0, MOST_INSTANCES)
                                    .mapToObj(index -> port + index * step))
                        .distinct()
                        .count()
                    == (long) set.size() * MOST_INSTANCES)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Environment of one instance; any free port stays one.
   *
   * @param index from 0, which listens where the settings say
   */
  Map<String, String> environment(int index) {
    Map<String, String> environment = new HashMap<>();
    int step = step();
    ports.forEach(
        (variable, port) -> {
          if (port > 0) {
            environment.put(variable, Integer.toString(port + index * step));
          }
        });
    return environment;
  }
}
