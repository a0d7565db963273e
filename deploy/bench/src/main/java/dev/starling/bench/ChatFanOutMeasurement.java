package dev.starling.bench;

import dev.starling.bench.load.ChatCrowd;
import dev.starling.bench.load.ChatCrowd.Flow;
import dev.starling.bench.load.ChatServer;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Duel;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How fast one message of the chat becomes thousands, and what each of them costs. */
final class ChatFanOutMeasurement implements Measurement {
  private static final List<Integer> SIZES = List.of(1_000, 5_000);
  private static final int WARM_UP_ROUNDS = 1;
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Well below what any of the servers can do, so that nothing queues but by chance. */
  private static final long PACED_DELIVERIES_PER_SECOND = 25_000;

  private static final String TARGET = "1.30";
  private static final String NO_TARGET = "-";

  private final Setup setup;
  private final Servers servers;

  ChatFanOutMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    List<Table> tables = new ArrayList<>();
    try (Loops loops = new Loops();
        ServerProcess starling = ServerProcess.start(servers.chat());
        ServerProcess bare = ServerProcess.start(servers.bareChat());
        ChatCrowd ours =
            new ChatCrowd(
                loops, starling.port(), setup.control() ? ChatServer.BARE : ChatServer.STARLING);
        ChatCrowd theirs = new ChatCrowd(loops, bare.port(), ChatServer.BARE)) {
      for (int size : SIZES) {
        ours.growTo(size, LIMIT);
        theirs.growTo(size, LIMIT);
        tables.add(compare(size, new Side(starling, ours), new Side(bare, theirs)));
      }
    }
    return tables;
  }

  private Table compare(int size, Side starling, Side bare) throws IOException {
    Figures unpaced = new Figures("as fast as it goes");
    Figures paced = new Figures("%,d deliveries/s".formatted(PACED_DELIVERIES_PER_SECOND));
    for (int round = -WARM_UP_ROUNDS; round < setup.rounds(); round++) {
      Cost ourFlood = pour(starling, ChatCrowd.UNPACED);
      Cost theirFlood = pour(bare, ChatCrowd.UNPACED);
      Cost ourFlow = pour(starling, PACED_DELIVERIES_PER_SECOND / size);
      Cost theirFlow = pour(bare, PACED_DELIVERIES_PER_SECOND / size);
      if (round >= 0) {
        unpaced.add(ourFlood, theirFlood);
        paced.add(ourFlow, theirFlow);
      }
    }
    return new Table(
        "Chat: messages of 200 bytes to %,d clients".formatted(size),
        Duel.HEADER,
        List.of(
            unpaced.deliveries.row(),
            unpaced.p99.row(),
            unpaced.cpu.row(),
            paced.p99.row(),
            paced.cpu.row()));
  }

  private static Cost pour(Side side, long perSecond) throws IOException {
    Duration before = side.server.cpu();
    Flow flow = side.crowd.pour(ROUND, perSecond, LIMIT);
    Cost cost = new Cost(flow, side.server.cpu().minus(before));
    Progress.say(
        "%s: %.0f deliveries/s, p99 %.1f ms, %.2f s of CPU per million",
        side.server.name(), cost.perSecond(), cost.p99(), cost.cpuPerMillion());
    return cost;
  }

  private record Side(ServerProcess server, ChatCrowd crowd) {}

  private record Cost(Flow flow, Duration cpu) {
    double perSecond() {
      return flow.deliveries() / flow.seconds();
    }

    double p99() {
      return flow.latencies().getValueAtPercentile(99) / 1e6;
    }

    double cpuPerMillion() {
      return cpu.toMillis() * 1e3 / flow.deliveries();
    }
  }

  /** The figures of one way to send. */
  private static final class Figures {
    private final Duel deliveries;
    private final Duel p99;
    private final Duel cpu;

    Figures(String how) {
      deliveries = Duel.higherIsBetter(how + ": deliveries/s", "%.0f", TARGET);
      p99 = Duel.lowerIsBetter(how + ": p99, ms", "%.1f", TARGET);
      cpu = Duel.lowerIsBetter(how + ": server CPU per million, s", "%.2f", NO_TARGET);
    }

    void add(Cost starling, Cost bare) {
      deliveries.add(starling.perSecond(), bare.perSecond());
      p99.add(starling.p99(), bare.p99());
      cpu.add(starling.cpuPerMillion(), bare.cpuPerMillion());
    }
  }
}
