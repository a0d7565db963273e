package dev.starling.bench;

import dev.starling.bench.load.Crowd;
import dev.starling.bench.load.Dialect;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Sample;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.Launch;
import dev.starling.bench.server.MemoryProbe;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What one WebSocket costs that is open and silent. */
final class MemoryMeasurement implements Measurement {
  private static final int WARM_UP = 500;
  private static final Duration GATHER_LIMIT = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofSeconds(3);

  private final Setup setup;
  private final Servers servers;

  MemoryMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    int size = Collections.max(setup.crowds());
    Usage starling = new Usage();
    Usage bare = new Usage();
    try (Loops loops = new Loops()) {
      for (int round = 0; round < setup.rounds(); round++) {
        measure(loops, servers.counter(), size, starling);
        measure(loops, servers.bareBroadcast(), size, bare);
      }
    }
    return List.of(
        new Table(
            "Memory per idle WebSocket, of %,d".formatted(size),
            List.of("figure", "Starling", "bare Vert.x", "difference", "target"),
            List.of(
                row("live heap, KiB", starling.heap, bare.heap, "at most 3.0"),
                row("resident, KiB", starling.resident, bare.resident, "-"))));
  }

  /** A server of its own every round: a heap that has been large once stays resident. */
  private static void measure(Loops loops, Launch launch, int size, Usage usage)
      throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(launch)) {
      // What the first connections bring in for good, classes and caches, is not theirs.
      try (Crowd few = new Crowd(loops, server.port(), WARM_UP, Dialect.PLAIN)) {
        few.gather(GATHER_LIMIT);
      }
      Thread.sleep(SETTLE.toMillis());
      MemoryProbe memory = server.memory();
      long heapBefore = memory.liveHeap();
      long residentBefore = memory.resident();
      try (Crowd crowd = new Crowd(loops, server.port(), size, Dialect.PLAIN)) {
        crowd.gather(GATHER_LIMIT);
        Thread.sleep(SETTLE.toMillis());
        double heap = (memory.liveHeap() - heapBefore) / 1024.0 / size;
        double resident = (memory.resident() - residentBefore) / 1024.0 / size;
        Progress.say("%s: live heap %.2f KiB, resident %.2f KiB", launch.name(), heap, resident);
        usage.heap.add(heap);
        usage.resident.add(resident);
      }
    }
  }

  private static List<String> row(String figure, Sample starling, Sample bare, String target) {
    return List.of(
        figure,
        withSpread(starling),
        withSpread(bare),
        String.format(Locale.ROOT, "%+.1f", starling.median() - bare.median()),
        target);
  }

  private static String withSpread(Sample sample) {
    return String.format(
        Locale.ROOT, "%.1f (%.1f to %.1f)", sample.median(), sample.min(), sample.max());
  }

  private static final class Usage {
    private final Sample heap = new Sample();
    private final Sample resident = new Sample();
  }
}
