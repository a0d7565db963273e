package dev.starling.bench;

import dev.starling.bench.Contenders.Contender;
import dev.starling.bench.load.Crowd;
import dev.starling.bench.load.Loops;
import dev.starling.bench.report.Comparison;
import dev.starling.bench.report.Comparison.Subject;
import dev.starling.bench.report.Finding;
import dev.starling.bench.report.Metric;
import dev.starling.bench.server.Rival;
import dev.starling.bench.server.Rivals;
import dev.starling.bench.server.ServerProcess;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a crowd of browsers waits, arriving all at once, until every page shows the count. */
final class CounterMeasurement implements Measurement {
  // By then the compiler is done with the hot paths of the JVMs, the load generator's too.
  private static final int WARM_UP_ROUNDS = 10;
  // Of the others, whose rounds take much longer.
  private static final int WARM_UP_ROUNDS_OF_OTHERS = 1;
  private static final Duration GATHER_LIMIT = Duration.ofSeconds(60);
  // Longer than the counter holds back a change, so that frames sent after the last one are seen.
  private static final Duration SETTLE = Duration.ofMillis(500);
  private static final Duration REST = Duration.ofMillis(300);

  private final Setup setup;
  private final Map<Integer, Comparison> comparisons = new LinkedHashMap<>();

  CounterMeasurement(Setup setup) {
    this.setup = setup;
    for (int size : setup.crowds()) {
      comparisons.put(
          size,
          new Comparison(
              Subject.of("counter", "Counter: %,d clients at once".formatted(size)),
              List.of(
                  Metric.lower("all show the count, ms", "%.0f"),
                  Metric.lower("frames sent", "%.0f"),
                  Metric.lower("server CPU, ms", "%.0f")),
              Map.of(Rival.BARE, "0.80")));
    }
  }

  @Override
  public List<? extends Finding> run() throws IOException, InterruptedException {
    try (Loops loops = new Loops()) {
      for (int fork = 0; fork < setup.forks(); fork++) {
        try (Contenders contenders =
            Contenders.start(new Rivals(setup).counter(), List.copyOf(comparisons.values()))) {
          warmUp(loops, contenders);
          for (int size : setup.crowds()) {
            Comparison comparison = comparisons.get(size);
            contenders.each(
                setup.rounds(),
                contender -> comparison.add(contender.title(), gather(loops, contender, size)));
          }
        }
      }
    }
    return List.copyOf(comparisons.values());
  }

  private void warmUp(Loops loops, Contenders contenders) throws IOException, InterruptedException {
    int largest = Collections.max(setup.crowds());
    int rounds = setup.warmUpRounds(WARM_UP_ROUNDS);
    for (int round = 0; round < rounds; round++) {
      boolean all = round < WARM_UP_ROUNDS_OF_OTHERS;
      contenders.each(
          contender -> {
            if (all || isOnJvm(contender)) {
              gather(loops, contender, largest);
            }
          });
    }
  }

  private static boolean isOnJvm(Contender contender) {
    return contender.isStarling() || contender.title().equals(Rival.BARE);
  }

  /** Milliseconds, frames, and milliseconds of processor. */
  private static double[] gather(Loops loops, Contender contender, int size)
      throws IOException, InterruptedException {
    ServerProcess server = contender.server();
    double[] values;
    try (Crowd crowd = new Crowd(loops, server.port(), size, contender.dialect())) {
      Duration before = server.cpu();
      Duration time = crowd.gather(GATHER_LIMIT);
      Thread.sleep(SETTLE.toMillis());
      if (!crowd.showsAll()) {
        throw new IOException(server.name() + " went on to another number");
      }
      double cpu = server.cpu().minus(before).toMillis();
      values = new double[] {time.toMillis(), crowd.frames(), cpu};
    }
    Progress.say(
        "%s, %d clients: %.0f ms, %.0f frames, %.0f ms CPU",
        server.name(), size, values[0], values[1], values[2]);
    Thread.sleep(REST.toMillis());
    return values;
  }
}
