package dev.starling.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every process that the tests started: none outlives them, frozen or not, and their logs are kept.
 */
public final class Processes {
  private static final int TAIL = 40;

  private static final Map<Process, Path> LOGS = new LinkedHashMap<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Processes::killAll));
  }

  private Processes() {}

  /** Has a process ended with this JVM, if it has not ended before. */
  public static synchronized void started(Process process, Path log) {
    LOGS.put(process, log);
  }

  private static synchronized void killAll() {
    LOGS.keySet().forEach(Process::destroyForcibly);
  }

  /** The logs of all that run now, or ran since this was last asked. */
  public static synchronized Set<Path> takeLogs() {
    Set<Path> logs = new LinkedHashSet<>(LOGS.values());
    LOGS.keySet().removeIf(process -> !process.isAlive());
    return logs;
  }

  /** The logs of all that run now, or ran in the current test. */
  public static synchronized Set<Path> logs() {
    return new LinkedHashSet<>(LOGS.values());
  }

  /** The last lines of a log, for a message. */
  public static String tail(Path log) {
    try {
      List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
      List<String> last = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
      return "--- the end of " + log + "\n" + String.join("\n", last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
