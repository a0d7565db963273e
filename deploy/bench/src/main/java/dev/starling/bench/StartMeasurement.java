package dev.starling.bench;

import dev.starling.bench.report.Sample;
import dev.starling.bench.report.Table;
import dev.starling.bench.server.Launch;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.server.Servers;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How long a service takes from the start of its process to ready. */
final class StartMeasurement implements Measurement {
  private static final List<String> PLACES = List.of("first", "second", "third");
  private static final List<String> TARGETS = List.of("3.5", "3.0", "3.0");

  private final Setup setup;
  private final Servers servers;

  StartMeasurement(Setup setup) {
    this.setup = setup;
    this.servers = new Servers(setup);
  }

  @Override
  public List<Table> run() throws IOException, InterruptedException {
    List<Start> starts = Stream.generate(Start::new).limit(PLACES.size()).toList();
    for (int round = 0; round < setup.rounds(); round++) {
      startCluster(starts);
    }
    List<List<String>> rows = new ArrayList<>();
    for (int place = 0; place < PLACES.size(); place++) {
      rows.add(row(PLACES.get(place), starts.get(place), TARGETS.get(place)));
    }
    return List.of(
        new Table(
            "Start of a service to ready, seconds",
            List.of("member of the cluster", "ready", "spread", "CPU", "target"),
            rows));
  }

  private void startCluster(List<Start> starts) throws IOException, InterruptedException {
    Deque<ServerProcess> members = new ArrayDeque<>();
    try {
      for (Launch launch : servers.countersOfOneCluster(PLACES.size())) {
        ServerProcess member = ServerProcess.start(launch);
        members.push(member);
        double time = member.timeToReady().toMillis() / 1e3;
        double cpu = member.cpu().toMillis() / 1e3;
        starts.get(members.size() - 1).ready.add(time);
        starts.get(members.size() - 1).cpu.add(cpu);
        Progress.say("%s %d: %.2f s, %.2f s CPU", launch.name(), members.size(), time, cpu);
      }
    } finally {
      members.forEach(ServerProcess::close);
    }
  }

  private static List<String> row(String place, Start start, String target) {
    return List.of(
        place,
        print(start.ready.median()),
        print(start.ready.min()) + " to " + print(start.ready.max()),
        print(start.cpu.median()),
        target);
  }

  private static String print(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }

  private static final class Start {
    private final Sample ready = new Sample();
    private final Sample cpu = new Sample();
  }
}
