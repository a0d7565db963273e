package dev.starling.terminal.load.run;

import org.HdrHistogram.Histogram;

/**
 * How it stands, at one moment.
 *
 * @param answers since the clock started
 * @param failed since then
 * @param recent latencies of what was answered since the sample before, in microseconds
 */
public record Sample(long answers, long failed, Histogram recent) {
  static Sample none() {
    return new Sample(0, 0, Statistics.emptyHistogram());
  }

  Sample and(Sample other) {
    recent.add(other.recent);
    return new Sample(answers + other.answers, failed + other.failed, recent);
  }
}
