package dev.starling.bench;

import dev.starling.bench.load.ChatCrowd;
import dev.starling.bench.load.ChatCrowd.Flow;
import dev.starling.bench.load.ChatServer;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.Launch;
import dev.starling.bench.server.MemoryProbe;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * An event loop of the chat with more to deliver than it can, one by one: clients read at one
 * instance what is written at another. The loop falls behind, puts more events into each write, and
 * must hold no more memory than before.
 */
final class ChatOverloadMeasurement implements Measurement {
  private static final int CLIENTS = 10_000;
  private static final int WRITERS = 4;
  private static final int PER_SECOND = 100;
  private static final Duration TIME = Duration.ofSeconds(60);

  /** All of them: what the clients have not read slows nobody who writes. */
  private static final int UNDER_WAY = (int) (PER_SECOND * TIME.toSeconds());

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final double MEBIBYTE = 1 << 20;

  private final Servers servers;

  ChatOverloadMeasurement(Setup setup) {
    this.servers = new Servers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    List<Launch> launches = servers.chatsOfOneLoop(2);
    try (Loops loops = new Loops();
        ServerProcess writing = ServerProcess.start(launches.get(0));
        ServerProcess reading = ServerProcess.start(launches.get(1));
        ChatCrowd crowd = crowd(loops, writing, reading)) {
      crowd.growTo(CLIENTS, LIMIT);
      MemoryProbe memory = reading.memory();
      long liveBefore = memory.liveHeap();
      long residentBefore = memory.resident();
      Duration cpuBefore = reading.cpu();
      Flow flow = crowd.pour(TIME, PER_SECOND, UNDER_WAY, LIMIT);
      double cpu = reading.cpu().minus(cpuBefore).toMillis() / 1e3;
      long residentPeak = memory.residentPeak();
      return List.of(
          table(
              List.of(
                  row("deliveries/s", "%,.0f", flow.deliveries() / flow.seconds()),
                  row("until everyone had the last, s after it", "%.1f", behind(flow)),
                  row("send to read p50, ms", "%.0f", millis(flow, 50)),
                  row("p99, ms", "%.0f", millis(flow, 99)),
                  row("CPU per million, s", "%.2f", cpu / flow.deliveries() * 1e6),
                  row("live heap before, MiB", "%.1f", liveBefore / MEBIBYTE),
                  row("live heap after, MiB", "%.1f", memory.liveHeap() / MEBIBYTE),
                  row("resident before, MiB", "%.0f", residentBefore / MEBIBYTE),
                  row("resident at most, MiB", "%.0f", residentPeak / MEBIBYTE))));
    }
  }

  private static ChatCrowd crowd(Loops loops, ServerProcess writing, ServerProcess reading) {
    List<Integer> ports = new ArrayList<>(Collections.nCopies(WRITERS, writing.port()));
    ports.addAll(Collections.nCopies(CLIENTS - WRITERS, reading.port()));
    return new ChatCrowd(loops, ports, ChatServer.STARLING);
  }

  private static double behind(Flow flow) {
    return flow.seconds() - TIME.toSeconds();
  }

  private static double millis(Flow flow, double percentile) {
    return flow.latencies().getValueAtPercentile(percentile) / 1e6;
  }

  private static Table table(List<List<String>> rows) {
    return new Table(
        "Chat: %d events/s of another instance to %,d clients of one event loop, for %d s"
            .formatted(PER_SECOND, CLIENTS, TIME.toSeconds()),
        List.of("figure", "value"),
        rows);
  }

  private static List<String> row(String figure, String format, double value) {
    Progress.say("%s: " + format, figure, value);
    return List.of(figure, String.format(Locale.ROOT, format, value));
  }
}
