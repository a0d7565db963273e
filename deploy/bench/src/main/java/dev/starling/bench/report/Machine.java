package dev.starling.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were taken on, and whether anything else was running. */
public final class Machine {
  private Machine() {}

  /** One line: cores, memory, system, Java, and the load before the first round. */
  public static String describe() {
    return "%d cores, %.0f GB, %s %s, Java %s; load average before: %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            memoryKilobytes() / 1e6,
            System.getProperty("os.name"),
            System.getProperty("os.version").replaceAll("[^0-9.].*", ""),
            Runtime.version().feature(),
            firstWord("/proc/loadavg"));
  }

  private static double memoryKilobytes() {
    return Double.parseDouble(read("/proc/meminfo").split("\\s+")[1]);
  }

  private static String firstWord(String file) {
    return read(file).split("\\s+")[0];
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalStateException("the bench needs Linux: cannot read " + file, e);
    }
  }
}
