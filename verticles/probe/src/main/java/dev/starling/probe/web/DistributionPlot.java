package dev.starling.probe.web;

import dev.starling.probe.run.Distribution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A distribution as SVG: how many requests took how long, time on a logarithmic axis. Colours come
 * from the page's style sheet.
 */
final class DistributionPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 240;
  private static final int LEFT = 48;
  private static final int RIGHT = 16;
  private static final int TOP = 24;
  private static final int BOTTOM = 32;
  private static final int BARS = 48;
  private static final int LEAST_BETWEEN_LABELS = 64;
  private static final double[] STEPS = {1, 2, 5};

  private final Distribution times;
  private final List<Distribution.Bar> bars;
  private final long highest;
  private final StringBuilder out = new StringBuilder(8_192);

  private DistributionPlot(Distribution times) {
    this.times = times;
    this.bars = times.bars(BARS);
    this.highest = bars.stream().mapToLong(Distribution.Bar::count).max().orElse(1);
  }

  /** Draws one that is not empty. */
  static String of(Distribution times) {
    return new DistributionPlot(times).draw();
  }

  private String draw() {
    out.append(
        "<svg id=\"distribution\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"drawn\">"
            .formatted(WIDTH, HEIGHT));
    out.append("<title id=\"drawn\">Distribution of response times, from ")
        .append(Html.time(times.min()))
        .append(" to ")
        .append(Html.time(times.max()))
        .append(", half of them up to ")
        .append(Html.time(times.percentile(50)))
        .append("</title>");
    counts();
    bars.forEach(this::bar);
    axis();
    marks();
    return out.append("</svg>").toString();
  }

  private void counts() {
    for (double part : new double[] {0.5, 1}) {
      double y = y(highest * part);
      line("grid", LEFT, y, WIDTH - RIGHT, y);
      text("count", LEFT - 6, y + 4, Html.number(Math.round(highest * part)));
    }
  }

  private void bar(Distribution.Bar bar) {
    if (bar.count() == 0) {
      return;
    }
    double x = x(bar.from());
    double y = Math.min(y(bar.count()), y(0) - 1);
    out.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">",
            x,
            y,
            Math.max(1, x(bar.to()) - x - 1),
            y(0) - y));
    out.append(
        "<title>%s: %s to %s</title></rect>"
            .formatted(Html.number(bar.count()), Html.time(bar.from()), Html.time(bar.to())));
  }

  private void axis() {
    line("axis", LEFT, y(0), WIDTH - RIGHT, y(0));
    List<Double> labelled = new ArrayList<>();
    label(labelled, times.min());
    label(labelled, times.max());
    for (double decade = 1; decade <= times.max(); decade *= 10) {
      for (double step : STEPS) {
        double time = decade * step;
        if (time > times.min() && time < times.max()) {
          label(labelled, time);
        }
      }
    }
  }

  private void label(List<Double> labelled, double time) {
    double x = x(time);
    if (labelled.stream().noneMatch(other -> Math.abs(other - x) < LEAST_BETWEEN_LABELS)) {
      labelled.add(x);
      line("axis", x, y(0), x, y(0) + 4);
      text(
          x > WIDTH - RIGHT - LEAST_BETWEEN_LABELS / 2.0 ? "last" : "time",
          x,
          y(0) + 18,
          Html.time(time));
    }
  }

  private void marks() {
    Map<String, Double> marks = new LinkedHashMap<>();
    marks.put("p50", 50.0);
    marks.put("p90", 90.0);
    marks.put("p99", 99.0);
    double last = -LEAST_BETWEEN_LABELS;
    for (Map.Entry<String, Double> mark : marks.entrySet()) {
      double x = x(times.percentile(mark.getValue()));
      line("mark", x, TOP - 6, x, y(0));
      if (x - last >= LEAST_BETWEEN_LABELS / 2.0) {
        text("time", x, TOP - 10, mark.getKey());
        last = x;
      }
    }
  }

  private double x(double time) {
    double from = bars.get(0).from();
    double to = bars.get(bars.size() - 1).to();
    return LEFT
        + (WIDTH - LEFT - RIGHT) * Math.log(Math.max(time, from) / from) / Math.log(to / from);
  }

  private double y(double count) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / highest);
  }

  private void line(String kind, double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            kind,
            x1,
            y1,
            x2,
            y2));
  }

  private void text(String kind, double x, double y, String text) {
    out.append(
        String.format(
            Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", kind, x, y, text));
  }
}
