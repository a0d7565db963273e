package dev.starling.terminal.load.report;

import dev.starling.terminal.load.run.LoadResult;
import dev.starling.terminal.load.run.Statistics;
import org.HdrHistogram.Histogram;

/** The report as one page: no script, nothing to fetch. */
final class HtmlReport {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>Load report</title>
      <style>
      :root { color-scheme: light dark; --ink: #1c2430; --paper: #fff; --faint: #66707d; --rule: #d9dee5; --curve: #0b62c4; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e4e8ee; --paper: #14181e; --faint: #9aa5b3; --rule: #323a45; --curve: #6cb2ff; }
      }
      body { margin: 2rem auto; max-width: 50rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
             font: 16px/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.3rem; overflow-wrap: anywhere; }
      h2 { font-size: 1.05rem; margin-top: 2rem; }
      p { color: var(--faint); }
      table { border-collapse: collapse; }
      th, td { padding: .25rem 1.5rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule);
               font-weight: normal; overflow-wrap: anywhere; }
      td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      svg { width: 100%; height: auto; }
      svg text { font-size: 12px; fill: var(--faint); }
      .grid { stroke: var(--rule); }
      .curve { fill: none; stroke: var(--curve); stroke-width: 2; stroke-linejoin: round; }
      .up { text-anchor: end; }
      .across { text-anchor: middle; }
      </style>
      </head>
      <body>
      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  private HtmlReport() {}

  static String of(LoadResult outcome) {
    HtmlReport report = new HtmlReport();
    report.write(outcome);
    return report.page.append("</body>\n</html>\n").toString();
  }

  private void write(LoadResult outcome) {
    Statistics statistics = outcome.statistics();
    element("h1", ReportTexts.what(outcome.plan()) + " " + outcome.plan().target());
    element("p", ReportTexts.how(outcome.plan()) + "; " + ReportTexts.when(outcome));
    page.append("<table>\n");
    row("answers", Units.count(statistics.answers()), Units.rate(outcome.answersPerSecond()));
    row("received", Units.bytes(statistics.bytes()), Units.bytes(outcome.bytesPerSecond()) + "/s");
    if (!statistics.statuses().isEmpty()) {
      row("statuses", "", ReportTexts.statuses(statistics));
    }
    row("failures", Units.count(statistics.failed()), "");
    page.append("</table>\n");
    ReportTexts.missing(outcome).ifPresent(sentence -> element("p", sentence));
    failures(statistics);
    if (statistics.answers() > 0) {
      latencies(outcome, statistics.latencies());
    }
  }

  private void failures(Statistics statistics) {
    if (statistics.failures().isEmpty()) {
      return;
    }
    element("h2", "Failures");
    page.append("<table>\n");
    statistics
        .failures()
        .entrySet()
        .forEach(
            entry ->
                row(
                    entry.getKey().words(),
                    Units.count(entry.getValue().count()),
                    ReportTexts.example(entry)));
    page.append("</table>\n");
  }

  private void latencies(LoadResult outcome, Histogram latencies) {
    element("h2", "Latency");
    page.append(PercentilePlot.of(latencies));
    page.append("<table>\n");
    row("mean", Units.time(latencies.getMean()), "");
    row("standard deviation", Units.time(latencies.getStdDeviation()), "");
    row("shortest", Units.time(latencies.getMinValue()), "");
    for (Distribution.Point point : Distribution.named(latencies)) {
      row(Units.percentile(point.percentile()), Units.time(point.micros()), "");
    }
    page.append("</table>\n");
    element("p", ReportTexts.method(outcome));
  }

  private void row(String name, String number, String rest) {
    page.append("<tr><th scope=\"row\">")
        .append(escape(name))
        .append("</th><td class=\"number\">")
        .append(escape(number))
        .append("</td><td>")
        .append(escape(rest))
        .append("</td></tr>\n");
  }

  private void element(String name, String text) {
    page.append('<').append(name).append('>').append(escape(text));
    page.append("</").append(name).append(">\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
