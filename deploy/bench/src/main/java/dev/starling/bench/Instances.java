package dev.starling.bench;

import dev.starling.bench.report.Comparison.Ratio;
import dev.starling.bench.report.Comparison.Subject;

/** What is common to comparisons of one, two and three instances of a service. */
final class Instances {
  /** As many as are tried. */
  static final int MOST = 3;

  private Instances() {}

  static Subject subject(String service, String title) {
    return new Subject(service, title, Ratio.IT_TO_FIRST);
  }

  /** So many, in a table. */
  static String name(int count) {
    return count == 1 ? "1 instance" : count + " instances";
  }
}
