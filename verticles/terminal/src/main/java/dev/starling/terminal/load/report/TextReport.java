package dev.starling.terminal.load.report;

import dev.starling.terminal.load.run.LoadResult;
import dev.starling.terminal.load.run.Statistics;
import org.HdrHistogram.Histogram;

/** The report for people at a terminal. */
final class TextReport {
  private static final int WIDTH = 78;

  private final StringBuilder text = new StringBuilder();

  private TextReport() {}

  static String of(LoadResult outcome) {
    TextReport report = new TextReport();
    report.write(outcome);
    return report.text.toString();
  }

  private void write(LoadResult outcome) {
    Statistics statistics = outcome.statistics();
    line(ReportTexts.what(outcome.plan()) + " " + outcome.plan().target());
    line(ReportTexts.how(outcome.plan()));
    line(ReportTexts.when(outcome));
    line("");
    row("answers", Units.count(statistics.answers()), Units.rate(outcome.answersPerSecond()));
    row("received", Units.bytes(statistics.bytes()), Units.bytes(outcome.bytesPerSecond()) + "/s");
    if (!statistics.statuses().isEmpty()) {
      row("statuses", "", ReportTexts.statuses(statistics));
    }
    row("failures", Units.count(statistics.failed()), "");
    statistics
        .failures()
        .entrySet()
        .forEach(
            entry -> row("", Units.count(entry.getValue().count()), ReportTexts.failure(entry)));
    ReportTexts.missing(outcome).ifPresent(this::sentence);
    if (statistics.answers() > 0) {
      line("");
      latencies(statistics.latencies());
      sentence(ReportTexts.method(outcome));
    }
  }

  private void latencies(Histogram latencies) {
    row("latency", Units.time(latencies.getMean()), "mean");
    row("", Units.time(latencies.getStdDeviation()), "standard deviation");
    row("", Units.time(latencies.getMinValue()), "shortest");
    for (Distribution.Point point : Distribution.named(latencies)) {
      row("", Units.time(point.micros()), Units.percentile(point.percentile()));
    }
  }

  private void row(String name, String number, String rest) {
    line(String.format("%-9s %14s  %s", name, number, rest).stripTrailing());
  }

  private void sentence(String sentence) {
    StringBuilder line = new StringBuilder();
    for (String word : sentence.split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
        line(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    line(line.toString());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
