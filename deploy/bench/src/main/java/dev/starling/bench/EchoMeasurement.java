package dev.starling.bench;

import dev.starling.bench.load.EchoFlood;
import dev.starling.bench.load.EchoPing;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Duel;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Throughput and latency of the echo that adds nothing. */
final class EchoMeasurement implements Measurement {
  private static final int FLOODS = 4;
  private static final int PINGS = 100;
  private static final int WARM_UP_ROUNDS = 2;
  private static final Duration RAMP_UP = Duration.ofMillis(500);
  private static final String TARGET = "1.10";
  private static final String NO_TARGET = "-";
  private static final double MEGABYTE = 1e6;
  private static final double MICROSECOND = 1e3;
  private static final double SECOND = 1e9;

  private final Setup setup;
  private final Servers servers;

  private final Duel throughput =
      Duel.higherIsBetter("throughput of %d connections, MB/s".formatted(FLOODS), "%.0f", TARGET);
  private final Duel cpu = Duel.lowerIsBetter("server CPU per GB, ms", "%.0f", NO_TARGET);
  private final Duel rate =
      Duel.higherIsBetter("round trips of %d connections, 1/s".formatted(PINGS), "%.0f", TARGET);
  private final Duel median = Duel.lowerIsBetter("round trip p50, us", "%.0f", TARGET);
  private final Duel p99 = Duel.lowerIsBetter("round trip p99, us", "%.0f", TARGET);

  EchoMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    try (Loops loops = new Loops()) {
      for (int fork = 0; fork < setup.forks(); fork++) {
        measure(loops);
      }
    }
    return List.of(
        new Table(
            "Echo without announcements",
            Duel.HEADER,
            List.of(throughput.row(), cpu.row(), rate.row(), median.row(), p99.row())));
  }

  private void measure(Loops loops) throws IOException, InterruptedException {
    try (ServerProcess starling = ServerProcess.start(servers.echo());
        ServerProcess bare = ServerProcess.start(servers.bareEcho())) {
      for (int round = 0; round < WARM_UP_ROUNDS; round++) {
        for (ServerProcess server : List.of(starling, bare)) {
          flood(loops, server);
          ping(loops, server);
        }
      }
      for (int round = 0; round < setup.rounds(); round++) {
        compareFloods(flood(loops, starling), flood(loops, bare));
        comparePings(ping(loops, starling), ping(loops, bare));
      }
    }
  }

  private void compareFloods(Flood starling, Flood bare) {
    throughput.add(starling.megabytesPerSecond(), bare.megabytesPerSecond());
    cpu.add(starling.cpuMillisPerGigabyte(), bare.cpuMillisPerGigabyte());
  }

  private void comparePings(Histogram starling, Histogram bare) {
    double seconds = setup.duration().toMillis() / 1e3;
    rate.add(starling.getTotalCount() / seconds, bare.getTotalCount() / seconds);
    median.add(
        starling.getValueAtPercentile(50) / MICROSECOND,
        bare.getValueAtPercentile(50) / MICROSECOND);
    p99.add(
        starling.getValueAtPercentile(99) / MICROSECOND,
        bare.getValueAtPercentile(99) / MICROSECOND);
  }

  private Flood flood(Loops loops, ServerProcess server) throws IOException, InterruptedException {
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
      return new Flood(megabytes / seconds, cpuMillis / megabytes * 1e3);
    }
  }

  private Histogram ping(Loops loops, ServerProcess server)
      throws IOException, InterruptedException {
    try (EchoPing load = new EchoPing(loops, server.port(), PINGS)) {
      Thread.sleep(RAMP_UP.toMillis());
      load.latencies();
      Thread.sleep(setup.duration().toMillis());
      Histogram latencies = load.latencies();
      requireWhole(load.isWhole(PINGS), server);
      Progress.say(
          "%s: %d round trips, p99 %.0f us",
          server.name(),
          latencies.getTotalCount(),
          latencies.getValueAtPercentile(99) / MICROSECOND);
      return latencies;
    }
  }

  private static void requireWhole(boolean whole, ServerProcess server) throws IOException {
    if (!whole) {
      throw new IOException(server.name() + " closed a connection");
    }
  }

  private record Flood(double megabytesPerSecond, double cpuMillisPerGigabyte) {}
}
