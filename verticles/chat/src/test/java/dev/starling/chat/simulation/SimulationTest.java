package dev.starling.chat.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.starling.chat.store.Mutants.Bug;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rooms of several instances on a simulated store, bus and clock, with everything going wrong that
 * can. {@code -Dsimulation.seeds=N} runs another number of seeds than 1,000, {@code
 * -Dsimulation.first=S} begins with another one, and both together run one alone. The first seed
 * that breaks an invariant is printed with the shortest history that does.
 */
@ExtendWith(Quiet.class)
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 1_000);
  private static final long FIRST = Long.getLong("simulation.first", 1);

  @Test
  void whatever_goes_wrong_the_chat_keeps_what_it_promises() {
    Optional<Long> failed =
        LongStream.range(FIRST, FIRST + SEEDS)
            .parallel()
            .filter(seed -> broken(Plan.of(seed), Bug.NONE) != null)
            .boxed()
            .findAny();
    failed.ifPresent(
        seed -> {
          Violation violation = broken(Plan.of(seed), Bug.NONE);
          fail(
              "seed %d (-Dsimulation.first=%d -Dsimulation.seeds=1): %s",
              seed, seed, Shrinker.shrink(Plan.of(seed), Bug.NONE, violation.invariant));
        });
  }

  @Test
  void two_runs_of_one_plan_are_the_same() {
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    new World(Plan.of(FIRST), Bug.NONE, one).run();
    new World(Plan.of(FIRST), Bug.NONE, other).run();
    assertThat(one).isNotEmpty().isEqualTo(other);
  }

  /** What a run breaks; null for nothing. */
  static Violation broken(Plan plan, Bug bug) {
    try {
      new World(plan, bug, null).run();
      return null;
    } catch (Violation violation) {
      return violation;
    }
  }
}
