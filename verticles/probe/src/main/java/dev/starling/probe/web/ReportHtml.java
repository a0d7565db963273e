package dev.starling.probe.web;

import dev.starling.probe.blocking.CallsReport;
import dev.starling.probe.run.Distribution;
import dev.starling.probe.run.Failure;
import dev.starling.probe.run.Report;
import dev.starling.probe.run.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reports as a part of a page. */
final class ReportHtml {
  private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9};

  private ReportHtml() {}

  static String of(Report report) {
    StringBuilder out = new StringBuilder(16_384 + 96 * report.results().size());
    summary(out, report);
    failures(out, report);
    Distribution times = report.distribution();
    if (!times.isEmpty()) {
      times(out, times);
    }
    results(out, report);
    return out.toString();
  }

  private static void summary(StringBuilder out, Report report) {
    out.append("<h2>Report</h2><p id=\"summary\">")
        .append(Html.number(report.runRequest().requests()))
        .append(" × ")
        .append(report.runRequest().method().name())
        .append(" <code>")
        .append(Html.escape(report.runRequest().url()))
        .append("</code>, ")
        .append(report.runRequest().concurrency())
        .append(" at once: <strong id=\"succeeded\">")
        .append(Html.number(report.results().size()))
        .append("</strong> answered, <strong id=\"failed\">")
        .append(Html.number(report.failures().size()))
        .append("</strong> failed in ")
        .append(Html.time(report.elapsedMicros()))
        .append(", ")
        .append(Html.number(Math.round(report.rate())))
        .append(" per second.</p>");
    report
        .cutShort()
        .ifPresent(
            why ->
                out.append("<p class=\"note\" id=\"cut-short\">It ended early: ")
                    .append(Html.escape(why))
                    .append(".</p>"));
  }

  private static void failures(StringBuilder out, Report report) {
    if (report.failures().isEmpty()) {
      return;
    }
    Map<String, Long> texts =
        report.failures().stream()
            .collect(
                Collectors.groupingBy(Failure::text, LinkedHashMap::new, Collectors.counting()));
    out.append("<h3>Failures</h3><div class=\"wide\"><table id=\"failures\">")
        .append("<thead><tr><th>Requests<th class=\"text\">What happened<tbody>");
    texts.forEach(
        (text, count) ->
            out.append("<tr><td>")
                .append(Html.number(count))
                .append("<td class=\"text\">")
                .append(Html.escape(text)));
    out.append("</table></div>");
  }

  private static void times(StringBuilder out, Distribution times) {
    out.append("<h3>Response times</h3>")
        .append(DistributionPlot.of(times))
        .append("<div class=\"wide\"><table id=\"percentiles\"><thead><tr><th>min");
    for (double percentile : PERCENTILES) {
      out.append("<th>p").append(trimmed(percentile));
    }
    out.append("<th>max<th>mean<tbody><tr><td>").append(Html.time(times.min()));
    for (double percentile : PERCENTILES) {
      out.append("<td>").append(Html.time(times.percentile(percentile)));
    }
    out.append("<td>")
        .append(Html.time(times.max()))
        .append("<td>")
        .append(Html.time(times.mean()))
        .append("</table></div>");
  }

  private static void results(StringBuilder out, Report report) {
    if (report.results().isEmpty()) {
      return;
    }
    Map<Integer, Long> statuses =
        report.results().stream()
            .collect(Collectors.groupingBy(Result::status, TreeMap::new, Collectors.counting()));
    out.append("<h3>Results</h3><p id=\"statuses\">")
        .append(
            statuses.entrySet().stream()
                .map(entry -> Html.number(entry.getValue()) + " × status " + entry.getKey())
                .collect(Collectors.joining(", ", "", ".")))
        .append(
            "</p><div class=\"wide tall\" tabindex=\"0\" role=\"region\" aria-label=\"Results\">")
        .append(
            "<table id=\"results\"><thead><tr><th>Request<th>Status<th>Time (µs)<th>Size (bytes)")
        .append("<tbody>");
    for (Result result : report.results()) {
      out.append("<tr><td>")
          .append(result.number() + 1)
          .append("<td>")
          .append(result.status())
          .append("<td>")
          .append(Html.number(result.micros()))
          .append("<td>")
          .append(Html.number(result.size()));
    }
    out.append("</table></div>");
  }

  static String of(CallsReport report) {
    StringBuilder out = new StringBuilder(1_024 + 96 * report.calls().size());
    out.append("<h2>Blocking calls</h2><p id=\"summary\">")
        .append(Html.number(report.request().calls()))
        .append(" calls of ")
        .append(Parameters.plain(report.request().sleep()))
        .append(" s, ")
        .append(report.request().ordered() ? "one after another" : "side by side")
        .append(": <strong id=\"took\">")
        .append(Html.time(report.micros()))
        .append("</strong> in all.</p><div class=\"wide tall\" tabindex=\"0\" role=\"region\"")
        .append(" aria-label=\"Calls\"><table id=\"calls\"><thead><tr><th>Call<th>Started after")
        .append("<th>Time<th class=\"text\">Thread<tbody>");
    int number = 0;
    for (CallsReport.Call call : report.calls()) {
      out.append("<tr><td>")
          .append(++number)
          .append("<td>")
          .append(Html.time(call.startedMicros()))
          .append("<td>")
          .append(Html.time(call.micros()))
          .append("<td class=\"text\">")
          .append(Html.escape(call.thread()));
    }
    return out.append("</table></div>").toString();
  }

  private static String trimmed(double percentile) {
    return percentile == Math.rint(percentile)
        ? Long.toString(Math.round(percentile))
        : Double.toString(percentile);
  }
}
