package dev.starling.bench;

import dev.starling.bench.load.Dialect;
import dev.starling.bench.report.Comparison;
import dev.starling.bench.report.Comparison.Subject;
import dev.starling.bench.report.Finding;
import dev.starling.bench.report.Metric;
import dev.starling.bench.server.CrowdProcess;
import dev.starling.bench.server.Launch;
import dev.starling.bench.server.Rival;
import dev.starling.bench.server.Rivals;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * What so many WebSockets take that are open and silent as one process may have descriptors for,
 * and three times nearly as many on three instances; with the JVM flags of production.
 *
 * <p>One server at a time, and one start of each: the next does not have the memory of the last.
 */
final class IdleMeasurement implements Measurement {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration SETTLE = Duration.ofSeconds(5);
  private static final double MEBIBYTE = 1 << 20;
  private static final double KIBIBYTE = 1 << 10;
  private static final List<Metric> METRICS =
      List.of(
          Metric.lower("resident, MiB", "%.0f"),
          Metric.lower("per connection, KiB", "%.1f"),
          Metric.lower("before, MiB", "%.0f"),
          Metric.lower("until all show the count, s", "%.1f"),
          Metric.lower("CPU until then, s", "%.1f"));

  private final Setup setup;
  private final Servers servers;
  private final Comparison alone;
  private final Comparison onAll;

  IdleMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
    this.alone =
        new Comparison(
            Subject.of(
                "counter", "Idle: %,d WebSockets on one instance".formatted(setup.idle().alone())),
            METRICS,
            Map.of(Rival.STARLING, "400 MiB"));
    this.onAll =
        new Comparison(
            Instances.subject(
                "counter",
                "Idle: %,d WebSockets on %d instances"
                    .formatted(setup.idle().onAll(), Instances.MOST)),
            METRICS,
            Map.of());
  }

  @Override
  public List<? extends Finding> run() throws IOException, InterruptedException {
    for (Rival rival : new Rivals(setup).idleCounter(setup.productionFlags())) {
      try {
        alone.add(rival.title(), holdAlone(rival));
      } catch (IOException | RuntimeException failure) {
        Progress.say("%s is left out: %s", rival.title(), failure.getMessage());
        alone.leaveOut(rival.title(), Contenders.shortly(failure.getMessage()));
      }
    }
    String together = Instances.name(Instances.MOST) + " in all";
    try {
      onAll.add(together, holdTogether());
    } catch (IOException | RuntimeException failure) {
      Progress.say("%s: %s", together, failure.getMessage());
      onAll.leaveOut(together, Contenders.shortly(failure.getMessage()));
    }
    return List.of(alone, onAll);
  }

  private double[] holdAlone(Rival rival) throws IOException, InterruptedException {
    if (rival.lacks().isPresent()) {
      throw new IOException(rival.lacks().get());
    }
    try (ServerProcess server = ServerProcess.start(rival.launch())) {
      return hold(List.of(server), setup.idle().alone(), rival.dialect());
    }
  }

  private double[] holdTogether() throws IOException, InterruptedException {
    Deque<ServerProcess> instances = new ArrayDeque<>();
    try {
      for (Launch launch : servers.counters(Instances.MOST, setup.productionFlags())) {
        instances.add(ServerProcess.start(launch));
      }
      return hold(List.copyOf(instances), setup.idle().onAll(), Dialect.PLAIN);
    } finally {
      instances.descendingIterator().forEachRemaining(ServerProcess::close);
    }
  }

  /** Memory and time of the servers with so many connections in all; values for the metrics. */
  private static double[] hold(List<ServerProcess> servers, int total, Dialect dialect)
      throws IOException, InterruptedException {
    Deque<CrowdProcess> crowds = new ArrayDeque<>();
    long before = resident(servers);
    double cpuBefore = cpuSeconds(servers);
    try {
      int left = total;
      for (int i = 0; i < servers.size(); i++) {
        int size = left / (servers.size() - i);
        left -= size;
        crowds.add(CrowdProcess.start(servers.get(i).port(), size, total, dialect, LIMIT));
      }
      double seconds = 0;
      for (CrowdProcess crowd : crowds) {
        seconds = Math.max(seconds, crowd.awaitGathered().toMillis() / 1e3);
      }
      double cpu = cpuSeconds(servers) - cpuBefore;
      Thread.sleep(SETTLE.toMillis());
      long after = resident(servers);
      double each = (after - before) / KIBIBYTE / total;
      Progress.say(
          "%s: %,d in %.1f s, %.0f MiB, %.1f KiB each",
          servers.get(0).name(), total, seconds, after / MEBIBYTE, each);
      return new double[] {after / MEBIBYTE, each, before / MEBIBYTE, seconds, cpu};
    } finally {
      crowds.forEach(CrowdProcess::close);
    }
  }

  private static long resident(List<ServerProcess> servers) throws IOException {
    long bytes = 0;
    for (ServerProcess server : servers) {
      bytes += server.resident();
    }
    return bytes;
  }

  private static double cpuSeconds(List<ServerProcess> servers) {
    return servers.stream().mapToDouble(server -> server.cpu().toMillis() / 1e3).sum();
  }
}
