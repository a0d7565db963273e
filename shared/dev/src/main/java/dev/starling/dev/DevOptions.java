package dev.starling.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Command line of dev mode.
 *
 * @param main class that starts the service; empty for a parent of services, which Maven builds
 *     with each of them
 * @param instances processes of the service, 1 at least
 * @param release of Java that sources are compiled for
 * @param settings folder whose files are packed as {@code config/*}, where it is not a folder of
 *     resources
 * @param service arguments for the service
 */
record DevOptions(
    String main, int instances, String release, Optional<Path> settings, List<String> service) {
  private static final String CONFIG = "--config";

  /**
   * @throws IllegalArgumentException says in one line what is wrong
   */
  static DevOptions parse(String... arguments) {
    int instances = 1;
    String release = "17";
    Optional<Path> settings = Optional.empty();
    Iterator<String> rest = Arrays.asList(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--instances" -> instances = number(value(argument, rest));
        case "--release" -> release = value(argument, rest);
        case "--settings" -> settings = Optional.of(Path.of(value(argument, rest)));
        default -> {
          if (argument.startsWith("-")) {
            throw new IllegalArgumentException("unknown option " + argument);
          }
          List<String> service = new ArrayList<>();
          rest.forEachRemaining(service::add);
          return new DevOptions(argument, instances, release, settings, List.copyOf(service));
        }
      }
    }
    return new DevOptions("", instances, release, settings, List.of());
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " without a value");
    }
    return rest.next();
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= Ports.MOST_INSTANCES) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Reported below.
    }
    throw new IllegalArgumentException(
        "--instances " + text + ": a number from 1 to " + Ports.MOST_INSTANCES + " is expected");
  }

  /** Settings files that the service is given. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < service.size(); i++) {
      String argument = service.get(i);
      if (argument.equals(CONFIG) && i + 1 < service.size()) {
        files.add(Path.of(service.get(i + 1)));
      } else if (argument.startsWith(CONFIG + "=")) {
        files.add(Path.of(argument.substring(CONFIG.length() + 1)));
      }
    }
    return files;
  }
}
