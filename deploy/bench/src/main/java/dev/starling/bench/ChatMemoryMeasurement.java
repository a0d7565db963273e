package dev.starling.bench;

import dev.starling.bench.load.ChatCrowd;
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
import java.util.List;
import java.util.Locale;

/** What one user of the chat costs who says nothing. */
final class ChatMemoryMeasurement implements Measurement {
  private static final int SIZE = 2_000;
  private static final int WARM_UP = 100;

  /** More than the transcript remembers: what users add to it then takes the place of these. */
  private static final int MESSAGES = 12_000;

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final String TARGET = "at most 8.0";

  private final Servers servers;
  private final boolean control;

  ChatMemoryMeasurement(Setup setup) {
    this.servers = new Servers(setup);
    this.control = setup.control();
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    return List.of(
        new Table(
            "Chat: live heap per idle user, of %,d, KiB".formatted(SIZE),
            List.of("connection", "Starling", "bare Vert.x", "difference", "target"),
            List.of(
                row(
                    "WebSocket",
                    measure(servers.chat(), control ? ChatServer.BARE : ChatServer.STARLING),
                    measure(servers.bareChat(), ChatServer.BARE)),
                row(
                    "TCP",
                    measure(
                        servers.chatOfLines(),
                        control ? ChatServer.BARE_LINES : ChatServer.STARLING_LINES),
                    measure(servers.bareEcho(), ChatServer.BARE_LINES)))));
  }

  private static double measure(Launch launch, ChatServer kind)
      throws IOException, InterruptedException {
    try (Loops loops = new Loops();
        ServerProcess server = ServerProcess.start(launch)) {
      try (ChatCrowd few = new ChatCrowd(loops, List.of(server.port()), kind)) {
        few.growTo(1, LIMIT);
        few.fill(MESSAGES, LIMIT);
        few.growTo(WARM_UP, LIMIT);
      }
      Thread.sleep(SETTLE.toMillis());
      MemoryProbe memory = server.memory();
      long before = memory.liveHeap();
      try (ChatCrowd guests = new ChatCrowd(loops, List.of(server.port()), kind)) {
        guests.growTo(SIZE, LIMIT);
        Thread.sleep(SETTLE.toMillis());
        double kibibytes = (memory.liveHeap() - before) / 1024.0 / SIZE;
        Progress.say("%s: live heap %.2f KiB per user", launch.name(), kibibytes);
        return kibibytes;
      }
    }
  }

  private static List<String> row(String connection, double starling, double bare) {
    return List.of(
        connection,
        String.format(Locale.ROOT, "%.1f", starling),
        String.format(Locale.ROOT, "%.1f", bare),
        String.format(Locale.ROOT, "%+.1f", starling - bare),
        TARGET);
  }
}
