package dev.starling.bench;

import dev.starling.bench.Contenders.Contender;
import dev.starling.bench.load.ChatCrowd;
import dev.starling.bench.load.ChatCrowd.Flow;
import dev.starling.bench.load.ChatServer;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Comparison;
import dev.starling.bench.report.Comparison.Subject;
import dev.starling.bench.report.Finding;
import dev.starling.bench.report.Metric;
import dev.starling.bench.server.Rival;
import dev.starling.bench.server.Rivals;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How fast one message of the chat becomes thousands, and what each of them costs. */
final class ChatFanOutMeasurement implements Measurement {
  private static final List<Integer> SIZES = List.of(1_000, 5_000);
  private static final int WARM_UP_ROUNDS = 2;
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Well below what the servers on a JVM can do, so that nothing queues but by chance. */
  private static final long PACED_DELIVERIES_PER_SECOND = 25_000;

  private static final Map<String, String> TARGETS = Map.of(Rival.BARE, "0.77");

  private final Setup setup;
  private final List<Finding> findings = new ArrayList<>();

  ChatFanOutMeasurement(Setup setup) {
    this.setup = setup;
  }

  @Override
  public List<? extends Finding> run() throws IOException, InterruptedException {
    List<Integer> sizes = setup.quick() ? SIZES.subList(0, 1) : SIZES;
    compare("Chat", false, new Rivals(setup).chat(), sizes);
    if (!setup.control()) {
      compare("Chat over TCP", true, new Rivals(setup).chatOfLines(), SIZES.subList(0, 1));
    }
    return findings;
  }

  private void compare(String title, boolean overTcp, List<Rival> rivals, List<Integer> sizes)
      throws IOException, InterruptedException {
    List<Race> races = sizes.stream().map(size -> new Race(title, size)).toList();
    List<Comparison> comparisons = races.stream().flatMap(race -> race.both().stream()).toList();
    findings.addAll(comparisons);
    Map<String, ChatCrowd> crowds = new HashMap<>();
    try (Loops loops = new Loops();
        Contenders contenders = Contenders.start(rivals, comparisons)) {
      try {
        for (Race race : races) {
          contenders.each(
              contender ->
                  crowds
                      .computeIfAbsent(contender.title(), name -> crowd(loops, contender, overTcp))
                      .growTo(race.size, LIMIT));
          contenders.each(
              WARM_UP_ROUNDS, contender -> race.pour(contender, crowds.get(contender.title())));
          contenders.each(
              setup.rounds(), contender -> race.measure(contender, crowds.get(contender.title())));
        }
      } finally {
        crowds.values().forEach(ChatCrowd::close);
      }
    }
  }

  private ChatCrowd crowd(Loops loops, Contender contender, boolean overTcp) {
    ChatServer kind =
        contender.isStarling() && !setup.control()
            ? ChatServer.starling(overTcp)
            : ChatServer.bare(overTcp, contender.dialect());
    return new ChatCrowd(loops, List.of(contender.server().port()), kind);
  }

  /** The comparisons of one size of crowd. */
  private static final class Race {
    private final int size;
    private final Comparison unpaced;
    private final Comparison paced;

    Race(String title, int size) {
      this.size = size;
      String common = "%s: messages to %,d clients, ".formatted(title, size);
      unpaced =
          new Comparison(
              Subject.of("chat", common + "as fast as it goes"),
              List.of(
                  Metric.higher("deliveries/s", "%.0f"),
                  Metric.lower("p99, ms", "%.1f"),
                  Metric.lower("CPU per million, s", "%.2f")),
              TARGETS);
      paced =
          new Comparison(
              Subject.of(
                  "chat", common + "%,d deliveries/s".formatted(PACED_DELIVERIES_PER_SECOND)),
              List.of(Metric.lower("p99, ms", "%.1f"), Metric.lower("CPU per million, s", "%.2f")),
              TARGETS);
    }

    List<Comparison> both() {
      return List.of(unpaced, paced);
    }

    void measure(Contender contender, ChatCrowd crowd) throws IOException {
      Cost flood = pour(contender, crowd);
      Cost flow = pour(contender, crowd, PACED_DELIVERIES_PER_SECOND / size);
      unpaced.add(contender.title(), flood.perSecond(), flood.p99(), flood.cpuPerMillion());
      paced.add(contender.title(), flow.p99(), flow.cpuPerMillion());
    }

    Cost pour(Contender contender, ChatCrowd crowd) throws IOException {
      return pour(contender, crowd, ChatCrowd.UNPACED);
    }

    private static Cost pour(Contender contender, ChatCrowd crowd, long perSecond)
        throws IOException {
      Duration before = contender.server().cpu();
      Flow flow = crowd.pour(ROUND, perSecond, LIMIT);
      Cost cost = new Cost(flow, contender.server().cpu().minus(before));
      Progress.say(
          "%s: %.0f deliveries/s, p99 %.1f ms, %.2f s of CPU per million",
          contender.title(), cost.perSecond(), cost.p99(), cost.cpuPerMillion());
      return cost;
    }
  }

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
}
