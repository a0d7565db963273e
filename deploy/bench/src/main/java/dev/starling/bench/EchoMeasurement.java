package dev.starling.bench;

import dev.starling.bench.Contenders.Contender;
import dev.starling.bench.load.EchoFlood;
import dev.starling.bench.load.EchoPing;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Comparison;
import dev.starling.bench.report.Comparison.Subject;
import dev.starling.bench.report.Finding;
import dev.starling.bench.report.Metric;
import dev.starling.bench.server.Rival;
import dev.starling.bench.server.Rivals;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Throughput and latency of the echo that adds nothing. */
final class EchoMeasurement implements Measurement {
  private static final int FLOODS = 4;
  private static final int PINGS = 100;
  private static final int WARM_UP_ROUNDS = 3;
  private static final Duration RAMP_UP = Duration.ofMillis(300);
  private static final double MEGABYTE = 1e6;
  private static final double MICROSECOND = 1e3;
  private static final double SECOND = 1e9;

  private final Setup setup;
  private final Comparison floods =
      new Comparison(
          Subject.of("echo", "Echo: throughput of %d connections".formatted(FLOODS)),
          List.of(Metric.higher("MB/s", "%.0f"), Metric.lower("CPU per GB, ms", "%.0f")),
          Map.of(Rival.BARE, "0.91"));
  private final Comparison pings =
      new Comparison(
          Subject.of("echo", "Echo: round trips of %d connections".formatted(PINGS)),
          List.of(
              Metric.higher("round trips/s", "%.0f"),
              Metric.lower("p50, us", "%.0f"),
              Metric.lower("p99, us", "%.0f"),
              Metric.lower("CPU per 1,000, ms", "%.1f")),
          Map.of(Rival.BARE, "0.91"));

  EchoMeasurement(Setup setup) {
    this.setup = setup;
  }

  @Override
  public List<? extends Finding> run() throws IOException, InterruptedException {
    try (Loops loops = new Loops()) {
      for (int fork = 0; fork < setup.forks(); fork++) {
        try (Contenders contenders =
            Contenders.start(new Rivals(setup).echo(), List.of(floods, pings))) {
          contenders.each(
              setup.warmUpRounds(WARM_UP_ROUNDS),
              contender -> {
                flood(loops, contender.server());
                ping(loops, contender.server());
              });
          contenders.each(setup.rounds(), contender -> measure(loops, contender));
        }
      }
    }
    return List.of(floods, pings);
  }

  private void measure(Loops loops, Contender contender) throws IOException, InterruptedException {
    floods.add(contender.title(), flood(loops, contender.server()));
    pings.add(contender.title(), ping(loops, contender.server()));
  }

  /** Megabytes per second, and milliseconds of processor per gigabyte. */
  private double[] flood(Loops loops, ServerProcess server)
      throws IOException, InterruptedException {
    try (EchoFlood load = new EchoFlood(loops, server.port(), FLOODS)) {
      Thread.sleep(RAMP_UP.toMillis());
      long begin = System.nanoTime();
      long before = load.received();
      Duration cpuBefore = server.cpu();
      Thread.sleep(setup.duration().toMillis());
      double megabytes = (load.received() - before) / MEGABYTE;
      double seconds = (System.nanoTime() - begin) / SECOND;
      double cpuMillis = server.cpu().minus(cpuBefore).toMillis();
      requireWhole(load.isWhole(FLOODS), server);
      Progress.say("%s: %.0f MB/s", server.name(), megabytes / seconds);
      return new double[] {megabytes / seconds, cpuMillis / megabytes * 1e3};
    }
  }

  /** Round trips per second, median and 99th percentile in microseconds, processor per 1,000. */
  private double[] ping(Loops loops, ServerProcess server)
      throws IOException, InterruptedException {
    try (EchoPing load = new EchoPing(loops, server.port(), PINGS)) {
      Thread.sleep(RAMP_UP.toMillis());
      load.latencies();
      Duration cpuBefore = server.cpu();
      Thread.sleep(setup.duration().toMillis());
      Histogram latencies = load.latencies();
      double cpuMillis = server.cpu().minus(cpuBefore).toMillis();
      requireWhole(load.isWhole(PINGS), server);
      double p99 = latencies.getValueAtPercentile(99) / MICROSECOND;
      long trips = latencies.getTotalCount();
      Progress.say("%s: %d round trips, p99 %.0f us", server.name(), trips, p99);
      return new double[] {
        trips / (setup.duration().toMillis() / 1e3),
        latencies.getValueAtPercentile(50) / MICROSECOND,
        p99,
        cpuMillis / trips * 1e3
      };
    }
  }

  private static void requireWhole(boolean whole, ServerProcess server) throws IOException {
    if (!whole) {
      throw new IOException(server.name() + " closed a connection");
    }
  }
}
