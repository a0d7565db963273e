package dev.starling.bench.report;

import java.util.Locale;

/**
 * Something that is measured.
 *
 * @param name with its unit
 * @param format prints one value
 * @param higherIsBetter false for times and costs
 */
public record Metric(String name, String format, boolean higherIsBetter) {
  /** One of which more is better, such as a throughput. */
  public static Metric higher(String name, String format) {
    return new Metric(name, format, true);
  }

  /** One of which less is better, such as a time. */
  public static Metric lower(String name, String format) {
    return new Metric(name, format, false);
  }

  /** How many times as good one value is as another, whichever way the figure points. */
  double advantage(double one, double other) {
    return higherIsBetter ? one / other : other / one;
  }

  /** A value in words. */
  String print(double value) {
    return print(format, value);
  }

  /** The smallest and the largest of the rounds. */
  String printSpread(Sample sample) {
    return print(sample.min()) + " to " + print(sample.max());
  }

  static String print(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
