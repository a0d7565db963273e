package dev.starling.testing;

import java.util.Map;

/** Environments of processes that tests start: a service sees only what a test gives it. */
public final class ServiceEnvironment {
  private ServiceEnvironment() {}

  /**
   * Leaves only what no service takes for a setting: also those that are for the tests themselves
   * are named {@code STARLING_...}, and services refuse what they do not know. Options for every
   * JVM go, too, because a JVM writes a line about them.
   *
   * @param given added afterwards
   */
  public static void clean(ProcessBuilder builder, Map<String, String> given) {
    builder.environment().keySet().removeIf(name -> name.matches("(STARLING|LB)_.*|J.*_OPTIONS"));
    builder.environment().putAll(given);
  }
}
