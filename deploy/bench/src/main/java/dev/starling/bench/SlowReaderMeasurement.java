package dev.starling.bench;

import dev.starling.bench.load.SlowReader;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.MemoryProbe;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What echo holds in memory for a client that sends a lot and reads slowly. */
final class SlowReaderMeasurement implements Measurement {
  private static final List<String> SMALL_HEAP = List.of("-Xmx64m");
  private static final Duration STALL = Duration.ofSeconds(3);
  private static final double MEBIBYTE = 1 << 20;

  private final Servers servers;

  SlowReaderMeasurement(Setup setup) {
    this.servers = new Servers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(servers.echo(SMALL_HEAP));
        SlowReader reader = new SlowReader(server.port())) {
      MemoryProbe memory = server.memory();
      long residentBefore = memory.resident();
      Thread.sleep(STALL.toMillis());
      long accepted = reader.sent();
      long used = memory.usedHeap();
      long live = memory.liveHeap();
      reader.readAll();
      return List.of(
          new Table(
              "Echo: 50 MB through a slow reader, server with -Xmx64m",
              List.of("figure", "value", "target"),
              List.of(
                  List.of("came back, byte for byte, MiB", mebibytes(SlowReader.TOTAL_BYTES), "50"),
                  List.of("accepted while nobody read, MiB", mebibytes(accepted), "-"),
                  List.of("heap used then, MiB", mebibytes(used), "under 64"),
                  List.of("heap live then, MiB", mebibytes(live), "-"),
                  List.of(
                      "resident, grown at most by, MiB",
                      mebibytes(memory.residentPeak() - residentBefore),
                      "-"))));
    }
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / MEBIBYTE);
  }
}
