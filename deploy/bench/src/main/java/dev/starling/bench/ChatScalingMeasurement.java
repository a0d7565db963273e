package dev.starling.bench;

import dev.starling.bench.load.ChatCrowd;
import dev.starling.bench.load.ChatCrowd.Flow;
import dev.starling.bench.load.ChatServer;
import dev.starling.bench.load.ChatTalk;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Comparison;
import dev.starling.bench.report.Finding;
import dev.starling.bench.report.Metric;
import dev.starling.bench.server.Launch;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What more instances add to the chat: how many messages a few users get into the transcript, how
 * soon they know, and how fast one message becomes a thousand.
 *
 * <p>The clusters of one, two and three are up at the same time and take turns.
 */
final class ChatScalingMeasurement implements Measurement {
  private static final int USERS = 3;
  private static final int WINDOW = 1_000;
  private static final int READERS = 1_000;
  private static final int WARM_UP_ROUNDS = 6;
  private static final Duration RAMP_UP = Duration.ofMillis(500);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Messages per second of all users, where what counts is how soon they know. */
  private static final long PACED = 9_000;

  private final Setup setup;
  private final Servers servers;
  private final Comparison accepted =
      comparison(
          "messages accepted, of %d users with %,d under way each".formatted(USERS, WINDOW),
          List.of(
              Metric.higher("accepted/s", "%.0f"),
              Metric.lower("send to ack p50, ms", "%.1f"),
              Metric.lower("p99, ms", "%.1f"),
              Metric.lower("CPU of all per 1,000, ms", "%.0f")),
          Map.of(Instances.name(1), "50000", Instances.name(Instances.MOST), "30000"));
  private final Comparison paced =
      comparison(
          "messages accepted at %,d/s".formatted(PACED),
          List.of(
              Metric.lower("send to ack p50, ms", "%.1f"),
              Metric.lower("p99, ms", "%.1f"),
              Metric.lower("CPU of all per 1,000, ms", "%.0f")),
          Map.of());
  private final Comparison fanOut =
      comparison(
          "messages to %,d clients of all instances".formatted(READERS),
          List.of(
              Metric.higher("deliveries/s", "%.0f"),
              Metric.lower("p99, ms", "%.1f"),
              Metric.lower("CPU of all per million, s", "%.2f")),
          Map.of());
  private int talks;

  /** Some instances that are one chat, with clients who mostly read. */
  private static final class Cluster implements AutoCloseable {
    private final Deque<ServerProcess> members = new ArrayDeque<>();

    String name() {
      return Instances.name(members.size());
    }

    List<Integer> ports() {
      return members.stream().map(ServerProcess::port).toList();
    }

    double cpuMillis() {
      return members.stream().mapToLong(member -> member.cpu().toMillis()).sum();
    }

    @Override
    public void close() {
      members.descendingIterator().forEachRemaining(ServerProcess::close);
    }
  }

  ChatScalingMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
  }

  private static Comparison comparison(
      String what, List<Metric> metrics, Map<String, String> targets) {
    return new Comparison(
        Instances.subject("chat", "Chat by instances: " + what), metrics, targets);
  }

  @Override
  public List<? extends Finding> run() throws IOException, InterruptedException {
    List<Cluster> clusters = new ArrayList<>();
    try (Loops loops = new Loops()) {
      for (int count = 1; count <= Instances.MOST; count++) {
        Cluster cluster = new Cluster();
        clusters.add(cluster);
        for (Launch launch : servers.chats(count)) {
          cluster.members.add(ServerProcess.start(launch));
        }
      }
      for (int round = -setup.warmUpRounds(WARM_UP_ROUNDS); round < setup.rounds(); round++) {
        for (Cluster cluster : clusters) {
          accept(loops, cluster, round >= 0);
        }
      }
      deliver(loops, clusters);
    } finally {
      clusters.forEach(Cluster::close);
    }
    return List.of(accepted, paced, fanOut);
  }

  private void accept(Loops loops, Cluster cluster, boolean counts)
      throws IOException, InterruptedException {
    Talk flood = talk(loops, cluster, ChatCrowd.UNPACED);
    Talk flow = talk(loops, cluster, PACED / USERS);
    if (counts) {
      accepted.add(
          cluster.name(), flood.rate, flood.millis(50), flood.millis(99), flood.cpuPerThousand);
      paced.add(cluster.name(), flow.millis(50), flow.millis(99), flow.cpuPerThousand);
    }
  }

  private Talk talk(Loops loops, Cluster cluster, long perSecond)
      throws IOException, InterruptedException {
    try (ChatTalk talk =
        new ChatTalk(loops, portsOfUsers(cluster), "talk" + talks++ + "-", WINDOW, perSecond)) {
      Thread.sleep(RAMP_UP.toMillis());
      talk.latencies();
      long acceptedBefore = talk.accepted();
      double cpuBefore = cluster.cpuMillis();
      long begin = System.nanoTime();
      Thread.sleep(ROUND.toMillis());
      long accepted = talk.accepted() - acceptedBefore;
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpu = cluster.cpuMillis() - cpuBefore;
      talk.requireWhole();
      Talk result = new Talk(accepted / seconds, talk.latencies(), cpu / accepted * 1e3);
      Progress.say(
          "%s: %.0f accepted/s, p99 %.1f ms, %.0f ms of CPU per 1,000",
          cluster.name(), result.rate, result.millis(99), result.cpuPerThousand);
      return result;
    }
  }

  /** Users are spread over the instances. */
  private static List<Integer> portsOfUsers(Cluster cluster) {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < USERS) {
      ports.addAll(cluster.ports());
    }
    return ports.subList(0, USERS);
  }

  private void deliver(Loops loops, List<Cluster> clusters) throws IOException {
    Map<Cluster, ChatCrowd> crowds = new LinkedHashMap<>();
    try {
      for (Cluster cluster : clusters) {
        ChatCrowd crowd = new ChatCrowd(loops, cluster.ports(), ChatServer.STARLING);
        crowds.put(cluster, crowd);
        crowd.growTo(READERS, LIMIT);
      }
      for (int round = -1; round < setup.rounds(); round++) {
        for (Cluster cluster : clusters) {
          double[] values = pour(cluster, crowds.get(cluster));
          if (round >= 0) {
            fanOut.add(cluster.name(), values);
          }
        }
      }
    } finally {
      crowds.values().forEach(ChatCrowd::close);
    }
  }

  private static double[] pour(Cluster cluster, ChatCrowd crowd) throws IOException {
    double cpuBefore = cluster.cpuMillis();
    Flow flow = crowd.pour(ROUND, ChatCrowd.UNPACED, LIMIT);
    double cpuSeconds = (cluster.cpuMillis() - cpuBefore) / 1e3;
    double perSecond = flow.deliveries() / flow.seconds();
    Progress.say("%s: %.0f deliveries/s", cluster.name(), perSecond);
    return new double[] {
      perSecond,
      flow.latencies().getValueAtPercentile(99) / 1e6,
      cpuSeconds / flow.deliveries() * 1e6
    };
  }

  private record Talk(double rate, Histogram latencies, double cpuPerThousand) {
    double millis(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e6;
    }
  }
}
