package dev.starling.bench;

import dev.starling.bench.load.ChatCrowd;
import dev.starling.bench.load.ChatTalk;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Sample;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.Launch;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How many messages a few users get into the transcript, and how soon they know. */
final class ChatAcceptMeasurement implements Measurement {
  private static final int USERS = 3;
  private static final int WINDOW = 1_000;
  private static final int INSTANCES = 3;
  private static final int WARM_UP_ROUNDS = 4;
  private static final Duration RAMP_UP = Duration.ofMillis(500);
  private static final Duration ROUND = Duration.ofSeconds(1);

  /** Messages per second of all users, where what counts is how soon they know. */
  private static final long PACED = 9_000;

  private final Setup setup;
  private final Servers servers;
  private int talks;

  ChatAcceptMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    Figures alone = measure(1);
    Figures three = measure(INSTANCES);
    return List.of(
        new Table(
            "Chat: messages accepted, of %d users with %,d under way each".formatted(USERS, WINDOW),
            List.of("figure", "one instance", "target", "three, a backup each", "target"),
            List.of(
                row("accepted/s", "%.0f", alone.rate, "50000", three.rate, "30000"),
                row("send to ack p50, ms", "%.1f", alone.p50, "-", three.p50, "-"),
                row("send to ack p99, ms", "%.1f", alone.p99, "-", three.p99, "-"),
                row("CPU of all instances per 1,000, ms", "%.0f", alone.cpu, "-", three.cpu, "-"),
                row(at("p50"), "%.1f", alone.pacedP50, "-", three.pacedP50, "-"),
                row(at("p99"), "%.1f", alone.pacedP99, "-", three.pacedP99, "-"))));
  }

  private static String at(String percentile) {
    return String.format(Locale.ROOT, "at %,d/s: send to ack %s, ms", PACED, percentile);
  }

  private Figures measure(int instances) throws IOException, InterruptedException {
    Figures figures = new Figures();
    Deque<ServerProcess> members = new ArrayDeque<>();
    try (Loops loops = new Loops()) {
      for (Launch launch : servers.chats(instances)) {
        members.add(ServerProcess.start(launch));
      }
      for (int round = -WARM_UP_ROUNDS; round < setup.rounds(); round++) {
        Talk flood = talk(loops, members, ChatCrowd.UNPACED);
        Talk flow = talk(loops, members, PACED / USERS);
        if (round >= 0) {
          figures.add(flood, flow);
        }
      }
    } finally {
      members.descendingIterator().forEachRemaining(ServerProcess::close);
    }
    return figures;
  }

  private Talk talk(Loops loops, Deque<ServerProcess> members, long perSecond)
      throws IOException, InterruptedException {
    try (ChatTalk talk =
        new ChatTalk(loops, ports(members), "talk" + talks++ + "-", WINDOW, perSecond)) {
      Thread.sleep(RAMP_UP.toMillis());
      talk.latencies();
      long acceptedBefore = talk.accepted();
      double cpuBefore = cpuMillis(members);
      long begin = System.nanoTime();
      Thread.sleep(ROUND.toMillis());
      long accepted = talk.accepted() - acceptedBefore;
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpu = cpuMillis(members) - cpuBefore;
      talk.requireWhole();
      Talk result = new Talk(accepted / seconds, talk.latencies(), cpu / accepted * 1e3);
      Progress.say(
          "%d x %s: %.0f accepted/s, p99 %.1f ms, %.0f ms of CPU per 1,000",
          members.size(),
          members.getFirst().name(),
          result.rate,
          result.millis(99),
          result.cpuPerThousand);
      return result;
    }
  }

  /** Users are spread over the instances. */
  private static List<Integer> ports(Deque<ServerProcess> members) {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < USERS) {
      members.forEach(member -> ports.add(member.port()));
    }
    return ports.subList(0, USERS);
  }

  private static double cpuMillis(Deque<ServerProcess> members) {
    return members.stream().mapToLong(member -> member.cpu().toMillis()).sum();
  }

  private static List<String> row(
      String figure, String format, Sample alone, String aim, Sample three, String aimOfThree) {
    return List.of(figure, print(format, alone), aim, print(format, three), aimOfThree);
  }

  private static String print(String format, Sample sample) {
    String pattern = "%s (%s to %s)".replace("%s", format);
    return String.format(Locale.ROOT, pattern, sample.median(), sample.min(), sample.max());
  }

  private record Talk(double rate, Histogram latencies, double cpuPerThousand) {
    double millis(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e6;
    }
  }

  private static final class Figures {
    private final Sample rate = new Sample();
    private final Sample p50 = new Sample();
    private final Sample p99 = new Sample();
    private final Sample cpu = new Sample();
    private final Sample pacedP50 = new Sample();
    private final Sample pacedP99 = new Sample();

    void add(Talk flood, Talk flow) {
      rate.add(flood.rate);
      p50.add(flood.millis(50));
      p99.add(flood.millis(99));
      cpu.add(flood.cpuPerThousand);
      pacedP50.add(flow.millis(50));
      pacedP99.add(flow.millis(99));
    }
  }
}
