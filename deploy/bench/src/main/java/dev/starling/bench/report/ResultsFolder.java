package dev.starling.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where a run leaves what it found.
 *
 * <p>{@code table.md} has every table, {@code summary.md} the short one, {@code raw} the value of
 * every round as CSV and as JSON, and there is a plot for each comparison. All of it is written
 * anew with each part, so that a run that is broken off leaves what it had.
 */
public final class ResultsFolder {
  private final Path folder;
  private final String machine;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * @param folder made if it is not there
   * @param machine that the figures are of
   */
  public ResultsFolder(Path folder, String machine) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("raw"));
    this.machine = machine;
  }

  /** Adds what a part of the run found. */
  public void add(List<? extends Finding> found) throws IOException {
    findings.addAll(found);
    write();
  }

  /** Adds that a part of the run failed. */
  public void fail(String what) throws IOException {
    failures.add(what);
    write();
  }

  private void write() throws IOException {
    List<Comparison> comparisons =
        findings.stream()
            .filter(Comparison.class::isInstance)
            .map(Comparison.class::cast)
            .filter(comparison -> !comparison.servers().isEmpty())
            .toList();
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    Table summary = Summary.of("Measured on " + date, comparisons);
    write("summary.md", summary.toMarkdown() + "\n" + machine + "\n");
    write("raw/figures.csv", RawFigures.csv(comparisons));
    write("raw/figures.json", RawFigures.json(machine, comparisons));
    write("table.md", "# Measured on " + date + "\n\n" + machine + "\n\n" + tables() + failed());
    for (Comparison comparison : comparisons) {
      Plot.write(comparison, folder.resolve(fileName(comparison) + ".svg"));
    }
  }

  private String tables() {
    return findings.stream().map(this::section).collect(Collectors.joining("\n"));
  }

  private String section(Finding finding) {
    return finding instanceof Comparison comparison && !comparison.servers().isEmpty()
        ? finding.toMarkdown()
            + "\n![%s](%s.svg)\n".formatted(comparison.subject().title(), fileName(comparison))
        : finding.toMarkdown();
  }

  private String failed() {
    return failures.stream()
        .map(failure -> "\nFailed: " + failure + "\n")
        .collect(Collectors.joining());
  }

  private static String fileName(Comparison comparison) {
    return comparison
        .subject()
        .title()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
