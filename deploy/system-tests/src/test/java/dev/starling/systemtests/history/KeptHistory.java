package dev.starling.systemtests.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a cycle that went wrong: {@code history.jsonl} with a line for each fact, {@code
 * faults.txt} with what the check said, and what the services wrote.
 */
public final class KeptHistory {
  private static final Path ALL = Path.of("target", "histories");

  private KeptHistory() {}

  /** Deletes what was kept of a scenario before. */
  public static void forget(String scenario) {
    Path folder = ALL.resolve(scenario);
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps what is known of a cycle, and tells where. */
  public static Path keep(
      String scenario, int cycle, History history, List<String> faults, Collection<Path> logs) {
    Path folder = ALL.resolve(scenario).resolve("cycle-" + cycle);
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("faults.txt"), faults);
      write(history, folder.resolve("history.jsonl"));
      for (Path log : logs) {
        String name = log.getParent().getFileName() + "-" + log.getFileName();
        Files.copy(log, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
      return folder.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(History history, Path file) throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(file)) {
      for (Entry entry : history.entries()) {
        lines.write(entry.line(history.beginning()));
        lines.newLine();
      }
    }
  }
}
