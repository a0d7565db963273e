package dev.starling.bench;

import dev.starling.bench.load.Crowd;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Duel;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** How long a crowd of browsers waits, arriving all at once, until every page shows the count. */
final class CounterMeasurement implements Measurement {
  // By then the compiler is done with the hot paths of both servers and of the load generator.
  private static final int WARM_UP_ROUNDS = 10;
  private static final Duration GATHER_LIMIT = Duration.ofSeconds(60);
  // Longer than the counter holds back a change, so that frames sent after the last one are seen.
  private static final Duration SETTLE = Duration.ofMillis(500);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final String TARGET = "1.25";
  private static final String NO_TARGET = "-";

  private final Setup setup;
  private final Servers servers;

  CounterMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    List<Comparison> comparisons = setup.crowds().stream().map(Comparison::new).toList();
    try (Loops loops = new Loops()) {
      for (int fork = 0; fork < setup.forks(); fork++) {
        try (ServerProcess starling = ServerProcess.start(servers.counter());
            ServerProcess bare = ServerProcess.start(servers.bareBroadcast())) {
          warmUp(loops, starling, bare);
          for (Comparison comparison : comparisons) {
            compare(loops, starling, bare, comparison);
          }
        }
      }
    }
    return comparisons.stream().map(Comparison::table).toList();
  }

  private void warmUp(Loops loops, ServerProcess starling, ServerProcess bare)
      throws IOException, InterruptedException {
    int largest = Collections.max(setup.crowds());
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      gather(loops, starling, largest);
      gather(loops, bare, largest);
    }
  }

  private void compare(
      Loops loops, ServerProcess starling, ServerProcess bare, Comparison comparison)
      throws IOException, InterruptedException {
    for (int round = 0; round < setup.rounds(); round++) {
      comparison.add(
          gather(loops, starling, comparison.size), gather(loops, bare, comparison.size));
    }
  }

  private static Gathering gather(Loops loops, ServerProcess server, int size)
      throws IOException, InterruptedException {
    Gathering gathering;
    try (Crowd crowd = new Crowd(loops, server.port(), size)) {
      Duration before = server.cpu();
      Duration time = crowd.gather(GATHER_LIMIT);
      Thread.sleep(SETTLE.toMillis());
      if (!crowd.showsAll()) {
        throw new IOException(server.name() + " went on to another number");
      }
      gathering =
          new Gathering(time.toMillis(), crowd.frames(), server.cpu().minus(before).toMillis());
    }
    Progress.say("%s, %d clients: %s", server.name(), size, gathering);
    Thread.sleep(REST.toMillis());
    return gathering;
  }

  private record Gathering(long millis, long frames, long cpuMillis) {
    @Override
    public String toString() {
      return "%d ms, %d frames, %d ms CPU".formatted(millis, frames, cpuMillis);
    }
  }

  /** The figures of one size of crowd. */
  private static final class Comparison {
    private final int size;
    private final Duel time = Duel.lowerIsBetter("all show the count, ms", "%.0f", TARGET);
    private final Duel frames = Duel.lowerIsBetter("frames sent", "%.0f", NO_TARGET);
    private final Duel cpu = Duel.lowerIsBetter("server CPU, ms", "%.0f", TARGET);

    Comparison(int size) {
      this.size = size;
    }

    void add(Gathering starling, Gathering bare) {
      time.add(starling.millis(), bare.millis());
      frames.add(starling.frames(), bare.frames());
      cpu.add(starling.cpuMillis(), bare.cpuMillis());
    }

    Table table() {
      return new Table(
          "Counter: %,d clients connect at once".formatted(size),
          Duel.HEADER,
          List.of(time.row(), frames.row(), cpu.row()));
    }
  }
}
