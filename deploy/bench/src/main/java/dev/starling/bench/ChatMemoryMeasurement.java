package dev.starling.bench;

import dev.starling.bench.load.ChatCrowd;
import dev.starling.bench.load.ChatServer;
import dev.starling.bench.load.Guests;
import dev.starling.bench.load.LineCrowd;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.Launch;
import dev.starling.bench.server.MemoryProbe;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
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
  private final ChatServer chat;

  ChatMemoryMeasurement(Setup setup) {
    this.servers = new Servers(setup);
    this.chat = setup.control() ? ChatServer.BARE : ChatServer.STARLING;
  }

  /** Connects guests to the server on a port. */
  private interface Door {
    Guests open(Loops loops, int port, ChatServer server);
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
                    measure(servers.chat(), ChatCrowd::new, chat),
                    measure(servers.bareChat(), ChatCrowd::new, ChatServer.BARE)),
                row(
                    "TCP",
                    measure(servers.chatOfLines(), LineCrowd::new, chat),
                    measure(servers.bareEcho(), LineCrowd::new, ChatServer.BARE)))));
  }

  private static double measure(Launch launch, Door door, ChatServer kind)
      throws IOException, InterruptedException {
    try (Loops loops = new Loops();
        ServerProcess server = ServerProcess.start(launch)) {
      try (Guests few = door.open(loops, server.port(), kind)) {
        few.growTo(1, LIMIT);
        few.fill(MESSAGES, LIMIT);
        few.growTo(WARM_UP, LIMIT);
      }
      Thread.sleep(SETTLE.toMillis());
      MemoryProbe memory = server.memory();
      long before = memory.liveHeap();
      try (Guests guests = door.open(loops, server.port(), kind)) {
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
