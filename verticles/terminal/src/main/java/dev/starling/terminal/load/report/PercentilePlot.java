package dev.starling.terminal.load.report;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.HdrHistogram.Histogram;

/**
 * The distribution as a picture: latency upwards, percentiles to the right, each nine as wide as
 * the one before. Drawn for a page whose style gives the classes their colours.
 */
final class PercentilePlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 320;
  private static final int LEFT = 80;
  private static final int RIGHT = 24;
  private static final int TOP = 16;
  private static final int BOTTOM = 44;
  private static final int STEPS_UP = 5;
  private static final double ALL = 100;
  private static final double[] ACROSS = {0, 50, 90, 99, 99.9, 99.99, 99.999};

  private final List<Distribution.Point> curve;
  private final double nines;
  private final double top;

  private PercentilePlot(Histogram latencies) {
    curve = Distribution.curve(latencies);
    // One in so many was the longest: further to the right nothing is known.
    nines = Math.max(1, Math.log10(latencies.getTotalCount()));
    top = roundedUp(latencies.getMaxValue());
  }

  /** An {@code svg} element. */
  static String of(Histogram latencies) {
    return new PercentilePlot(latencies).draw();
  }

  /** To a number that five steps divide well. */
  private static double roundedUp(long micros) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, micros))));
    for (double factor : new double[] {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8}) {
      if (factor * power >= micros) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private String draw() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"plot-title\">%n"
                + "<title id=\"plot-title\">Latency by percentile</title>%n",
            WIDTH, HEIGHT));
    for (int step = 0; step <= STEPS_UP; step++) {
      across(svg, top * step / STEPS_UP);
    }
    for (double percentile : ACROSS) {
      if (isKnown(percentile)) {
        upwards(svg, percentile);
      }
    }
    StringJoiner points = new StringJoiner(" ");
    for (Distribution.Point point : curve) {
      points.add(format("%.1f,%.1f", x(point.percentile()), y(point.micros())));
    }
    svg.append(format("<polyline class=\"curve\" points=\"%s\"/>%n", points));
    svg.append("</svg>\n");
    return svg.toString();
  }

  private void across(StringBuilder svg, double micros) {
    svg.append(
        format(
            "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>%n",
            LEFT, y(micros), WIDTH - RIGHT, y(micros)));
    svg.append(
        format(
            "<text class=\"up\" x=\"%d\" y=\"%.1f\">%s</text>%n",
            LEFT - 8, y(micros) + 4, Units.time(micros)));
  }

  private void upwards(StringBuilder svg, double percentile) {
    svg.append(
        format(
            "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
            x(percentile), TOP, x(percentile), HEIGHT - BOTTOM));
    svg.append(
        format(
            "<text class=\"across\" x=\"%.1f\" y=\"%d\">%s</text>%n",
            x(percentile), HEIGHT - BOTTOM + 20, Units.percentile(percentile)));
  }

  private boolean isKnown(double percentile) {
    return ninesOf(percentile) <= nines;
  }

  /** 1 for 90, 2 for 99, 3 for 99.9. */
  private static double ninesOf(double percentile) {
    return Math.log10(ALL / (ALL - percentile));
  }

  private double x(double percentile) {
    double part = percentile >= ALL ? 1 : Math.min(1, ninesOf(percentile) / nines);
    return LEFT + part * (WIDTH - LEFT - RIGHT);
  }

  private double y(double micros) {
    return HEIGHT - BOTTOM - micros / top * (HEIGHT - TOP - BOTTOM);
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form.replace("%n", "\n"), values);
  }
}
