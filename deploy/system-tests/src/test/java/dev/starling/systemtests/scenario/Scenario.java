package dev.starling.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.check.Check;
import dev.starling.systemtests.history.History;
import dev.starling.systemtests.history.KeptHistory;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Machine;
import dev.starling.testing.Processes;
import dev.starling.testing.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;

/**
 * A fault that is repeated, and a check that decides each time by what clients saw. A line is
 * printed for each cycle; the first that goes wrong ends the scenario, and what is known of it is
 * kept.
 */
final class Scenario {
  /** How often, in place of what a scenario does by itself. */
  private static final String CYCLES = "scenario.cycles";

  private static final Duration LONGEST_CYCLE = Machine.allow(Duration.ofMinutes(4));
  private static final int MOST_TOLD = 10;
  private static final long BETWEEN_LOOKS_MILLIS = 20;

  private final String name;
  private final Check check;

  private Scenario(String name, Check check) {
    this.name = name;
    this.check = check;
  }

  /**
   * A scenario.
   *
   * @param name also of the folder in which histories are kept
   */
  static Scenario of(String name, Check check) {
    return new Scenario(name, check);
  }

  /** A length for the build, and the one for a run that is asked for by name, such as nightly. */
  static Duration length(Duration inTheBuild, Duration asked) {
    return isAskedFor() ? asked : inTheBuild;
  }

  /** Whether this is a run that is asked for by name, and not the build. */
  static boolean isAskedFor() {
    return Integer.getInteger(CYCLES) != null;
  }

  /** Runs one cycle, or as many as {@code -Dscenario.cycles} says. */
  void run(Cycle cycle) {
    run(1, cycle);
  }

  /** Runs so many cycles, or as many as {@code -Dscenario.cycles} says. */
  void run(int inTheBuild, Cycle cycle) {
    KeptHistory.forget(name);
    int cycles = Integer.getInteger(CYCLES, inTheBuild);
    for (int number = 1; number <= cycles; number++) {
      run(cycle, number, cycles);
    }
  }

  /** A restart would have cured nothing: what was wrong was between the instances. */
  static void nobodyAskedToBeRestarted(Cluster cluster) {
    assertThat(cluster.instances())
        .allSatisfy(
            one -> assertThat(one.process().output()).doesNotContain("restart this instance"));
  }

  /** Returns as soon as a process has logged this once more than before. */
  static void awaitLogged(ServiceProcess process, String text, int before, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (logged(process, text) <= before) {
      assertThat(System.nanoTime()).as("logs %s", text).isLessThan(deadline);
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** How often a process has logged this. */
  static int logged(ServiceProcess process, String text) {
    return process.output().split(Pattern.quote(text), -1).length - 1;
  }

  private void run(Cycle cycle, int number, int cycles) {
    History history = new History();
    List<String> faults = new ArrayList<>();
    String done = "broken off";
    Throwable cause = null;
    try {
      done = Assertions.assertTimeoutPreemptively(LONGEST_CYCLE, () -> cycle.run(number, history));
    } catch (AssertionError | RuntimeException e) {
      faults.add(e.toString());
      cause = e;
    }
    history.end();
    faults.addAll(faults(history));
    String verdict = faults.isEmpty() ? "as promised" : "NOT as promised";
    System.out.printf(
        Locale.ROOT,
        "%s %d/%d: %s: %s (%,d facts, %.1f s)%n",
        name,
        number,
        cycles,
        done,
        verdict,
        history.entries().size(),
        (history.ended() - history.beginning()) / 1e9);
    if (!faults.isEmpty()) {
      Path kept = KeptHistory.keep(name, number, history, faults, Processes.logs());
      String message =
          "%s, cycle %d: %s%nThe history is in %s".formatted(name, number, told(faults), kept);
      throw new AssertionError(message, cause);
    }
  }

  private List<String> faults(History history) {
    return history.isWhole()
        ? check.faults(history)
        : List.of("the history has more facts than it has room for");
  }

  private static String told(List<String> faults) {
    String more = faults.size() > MOST_TOLD ? "\nand " + (faults.size() - MOST_TOLD) + " more" : "";
    return String.join("\n", faults.subList(0, Math.min(MOST_TOLD, faults.size()))) + more;
  }
}
