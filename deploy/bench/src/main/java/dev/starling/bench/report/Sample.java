package dev.starling.bench.report;

import java.util.Arrays;

/** What one figure came to, round by round. */
public final class Sample {
  private double[] values = {};

  /** Adds the value of one more round. */
  public void add(double value) {
    values = Arrays.copyOf(values, values.length + 1);
    values[values.length - 1] = value;
  }

  /** The middle value; of an even number of rounds, the mean of the two in the middle. */
  public double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The smallest value. */
  public double min() {
    return sorted()[0];
  }

  /** The largest value. */
  public double max() {
    return sorted()[values.length - 1];
  }

  /** One value per round, in their order. */
  public double[] values() {
    return values.clone();
  }

  private double[] sorted() {
    if (values.length == 0) {
      throw new IllegalStateException("no round has been measured");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
