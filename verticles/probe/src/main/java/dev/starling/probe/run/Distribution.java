package dev.starling.probe.run;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Response times of a run, exact to three digits; in microseconds.
 *
 * @param histogram empty when nothing was answered
 */
public record Distribution(Histogram histogram) {
  private static final int DIGITS = 3;

  /** One bar: how many were from {@code from} (with) to {@code to} (without). */
  public record Bar(double from, double to, long count) {}

  static Distribution of(List<Result> results) {
    Histogram histogram = new Histogram(DIGITS);
    results.forEach(result -> histogram.recordValue(Math.max(1, result.micros())));
    return new Distribution(histogram);
  }

  public boolean isEmpty() {
    return histogram.getTotalCount() == 0;
  }

  /** The time that so many percent did not exceed. */
  public long percentile(double percent) {
    return Math.min(histogram.getValueAtPercentile(percent), max());
  }

  public long min() {
    return histogram.getMinValue();
  }

  public long max() {
    return histogram.getMaxValue();
  }

  public double mean() {
    return histogram.getMean();
  }

  /** So many bars, each wider than the one before by the same factor: times have long tails. */
  public List<Bar> bars(int count) {
    double from = min();
    double factor = Math.pow((max() + 1.0) / from, 1.0 / count);
    long[] counts = new long[count];
    histogram
        .recordedValues()
        .forEach(
            value -> {
              double time = Math.max(from, value.getValueIteratedTo());
              int bar = (int) (Math.log(time / from) / Math.log(factor));
              counts[Math.min(count - 1, bar)] += value.getCountAddedInThisIterationStep();
            });
    List<Bar> bars = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      bars.add(new Bar(from * Math.pow(factor, i), from * Math.pow(factor, i + 1), counts[i]));
    }
    return bars;
  }
}
