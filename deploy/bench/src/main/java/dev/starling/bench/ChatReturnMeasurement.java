package dev.starling.bench;

import dev.starling.bench.load.ChatReturners;
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
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Kills one of three instances and lets its users resume at the other two. Measures the processor
 * time of those two until all is quiet again, the time until all users are back, and the joined and
 * left events delivered.
 */
final class ChatReturnMeasurement implements Measurement {
  private static final int USERS = 6_000;
  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** Longer than a chat waits before the users of a lost instance are said to have left. */
  private static final Duration QUIET = Duration.ofSeconds(15);

  private final Servers servers;
  private final Comparison comparison =
      new Comparison(
          Instances.subject(
              "chat",
              "Chat: 1 of %d instances killed, its %,d of %,d users resume"
                  .formatted(Instances.MOST, USERS / Instances.MOST, USERS)),
          List.of(
              Metric.lower("CPU of the others, s", "%.1f"),
              Metric.lower("until all are back, s", "%.1f"),
              Metric.lower("joined and left delivered", "%.0f")),
          Map.of());

  ChatReturnMeasurement(Setup setup) {
    this.servers = new Servers(setup);
  }

  @Override
  public List<? extends Finding> run() throws IOException, InterruptedException {
    Deque<ServerProcess> instances = new ArrayDeque<>();
    try (Loops loops = new Loops()) {
      for (Launch launch : servers.chats(Instances.MOST)) {
        instances.add(ServerProcess.start(launch));
      }
      List<Integer> ports = instances.stream().map(ServerProcess::port).toList();
      try (ChatReturners users = new ChatReturners(loops, ports)) {
        users.gather(USERS, LIMIT);
        Thread.sleep(QUIET.toMillis());
        lose(instances, users);
      }
    } finally {
      instances.descendingIterator().forEachRemaining(ServerProcess::close);
    }
    return List.of(comparison);
  }

  private void lose(Deque<ServerProcess> instances, ChatReturners users)
      throws IOException, InterruptedException {
    ServerProcess lost = instances.removeLast();
    double cpuBefore = cpuSeconds(instances);
    long begin = System.nanoTime();
    lost.kill();
    users.awaitReturn(USERS / Instances.MOST, LIMIT);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Thread.sleep(QUIET.toMillis());
    double cpu = cpuSeconds(instances) - cpuBefore;
    Progress.say("%.1f s of CPU, back in %.1f s, %,d events", cpu, seconds, users.presence());
    comparison.add("Starling", cpu, seconds, users.presence());
  }

  private static double cpuSeconds(Deque<ServerProcess> servers) {
    return servers.stream().mapToDouble(server -> server.cpu().toMillis() / 1e3).sum();
  }
}
