package dev.starling.chat.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.simulation.Violation.Invariant;
import dev.starling.chat.store.Mutants.Bug;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that the simulation finds what it is there for: bugs are planted, and found within a few
 * seeds.
 */
@ExtendWith(Quiet.class)
class PlantedBugsTest {
  private static final int SEEDS = 400;

  static Stream<Arguments> bugs() {
    return Stream.of(
        // Retries are told from new messages, whoever sends them.
        bug(Bug.KEYS_ARE_FORGOTTEN, Invariant.KEYS_ONCE),
        bug(Bug.REFUSED_IS_APPLIED_LATER, Invariant.REFUSED_NEVER_APPEARS, Invariant.KEYS_ONCE),
        // Members are fenced, and their names are theirs.
        bug(Bug.EVERYONE_MAY_SPEAK, Invariant.ONLY_MEMBERS_SPEAK),
        bug(Bug.WHO_IS_AWAY_IS_A_STRANGER, Invariant.OWN_NAME_IS_NEVER_TAKEN),
        bug(Bug.JOINS_ARE_NOT_ANSWERED, Invariant.EVERYONE_IS_ANSWERED),
        // What is acknowledged or read has copies, and a majority.
        bug(Bug.ACKNOWLEDGED_WITHOUT_COPY, Invariant.READ_IS_KEPT, Invariant.ACKNOWLEDGED_IS_KEPT),
        bug(
            Bug.BOTH_HALVES_ACCEPT,
            Invariant.ONE_EVENT_PER_PLACE,
            Invariant.READ_IS_KEPT,
            Invariant.ACKNOWLEDGED_IS_KEPT),
        bug(
            Bug.ACCEPTED_BEFORE_MERGED,
            Invariant.ONE_EVENT_PER_PLACE,
            Invariant.READ_IS_KEPT,
            Invariant.ACKNOWLEDGED_IS_KEPT),
        bug(Bug.MERGE_KEEPS_THE_SMALLER_HALF, Invariant.ACKNOWLEDGED_IS_KEPT),
        // Readers are told what they miss, in time.
        bug(Bug.FORKS_ARE_NOT_SEEN, Invariant.READ_IS_KEPT, Invariant.EVERYONE_IS_BACK),
        bug(Bug.GAPS_ARE_TOLD_LATE, Invariant.READ_IN_SEQUENCE),
        bug(Bug.EVENTS_ARE_PASSED_OVER, Invariant.READ_IN_SEQUENCE));
  }

  private static Arguments bug(Bug bug, Invariant... broken) {
    return Arguments.of(bug, Set.of(broken));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void a_planted_bug_is_found(Bug bug, Set<Invariant> expected) {
    Set<Invariant> broken = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS && broken.isEmpty(); seed++) {
      Violation violation = SimulationTest.broken(Plan.of(seed), bug);
      if (violation != null) {
        broken.add(violation.invariant);
      }
    }
    assertThat(broken).isNotEmpty().isSubsetOf(expected);
  }

  @Test
  void a_failing_history_is_shrunk_to_what_breaks_the_invariant() {
    Bug bug = Bug.KEYS_ARE_FORGOTTEN;
    long seed = 1;
    while (SimulationTest.broken(Plan.of(seed), bug) == null) {
      seed++;
    }
    Shrinker.History history = Shrinker.shrink(Plan.of(seed), bug, Invariant.KEYS_ONCE);
    assertThat(history.plan().users()).hasSize(1);
    assertThat(history.plan().rooms()).isOne();
    assertThat(history.lines()).hasSizeLessThan(60).last().asString().contains("one key twice");
  }
}
