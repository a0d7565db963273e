package dev.starling.bench;

import dev.starling.bench.Contenders.Contender;
import dev.starling.bench.load.Wrk;
import dev.starling.bench.load.WrkResult;
import dev.starling.bench.report.Metric;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What is measured of a server that answers requests. */
final class Requests {
  /** What {@link #measure} gives. */
  static final List<Metric> METRICS =
      List.of(
          Metric.higher("requests/s", "%.0f"),
          Metric.lower("p50, ms", "%.1f"),
          Metric.lower("p99, ms", "%.1f"),
          Metric.lower("CPU per 1,000, ms", "%.0f"));

  private Requests() {}

  /**
   * One round at one server, values for the {@link #METRICS}; the processor time is that of the
   * server and its workers.
   *
   * @throws IOException if anything is not answered
   */
  static double[] measure(Wrk wrk, Contender contender, Wrk.Request request)
      throws IOException, InterruptedException {
    Duration before = contender.server().cpu();
    WrkResult run = wrk.run(contender.server().port(), request);
    double cpuMillis = contender.server().cpu().minus(before).toMillis();
    Progress.say("%s: %.0f/s, p99 %.1f ms", contender.title(), run.perSecond(), run.p99Millis());
    if (run.failed() > 0 || run.requests() == 0) {
      throw new IOException("it answered " + run.requests() + " and failed " + run.failed());
    }
    return new double[] {
      run.perSecond(), run.medianMillis(), run.p99Millis(), cpuMillis / run.requests() * 1e3
    };
  }
}
