package dev.starling.terminal.load.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** How latencies are spread. */
final class Distribution {
  /**
   * So many percent took no longer than this.
   *
   * @param percentile 0 to 100
   */
  record Point(double percentile, long micros) {}

  private static final double[] NAMED = {50, 75, 90, 95, 99, 99.9, 99.99, 100};
  private static final double ALL = 100;
  private static final double ROUNDING = 1e-6;
  private static final int POINTS_PER_HALVING = 5;

  private Distribution() {}

  /** The percentiles that tables show, as far as there are enough answers to tell them apart. */
  static List<Point> named(Histogram latencies) {
    List<Point> points = new ArrayList<>();
    for (double percentile : NAMED) {
      if (latencies.getTotalCount() * (ALL - percentile) >= ALL - ROUNDING
          || isLongest(percentile, latencies)) {
        points.add(new Point(percentile, latencies.getValueAtPercentile(percentile)));
      }
    }
    return points;
  }

  private static boolean isLongest(double percentile, Histogram latencies) {
    return percentile == ALL && latencies.getTotalCount() > 0;
  }

  /** The whole curve, in steps that shrink towards 100 as what is left does. */
  static List<Point> curve(Histogram latencies) {
    List<Point> points = new ArrayList<>();
    if (latencies.getTotalCount() > 0) {
      for (HistogramIterationValue step : latencies.percentiles(POINTS_PER_HALVING)) {
        points.add(new Point(step.getPercentileLevelIteratedTo(), step.getValueIteratedTo()));
      }
    }
    return points;
  }
}
