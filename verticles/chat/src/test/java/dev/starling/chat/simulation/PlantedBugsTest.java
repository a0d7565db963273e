package dev.starling.chat.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.simulation.Violation.Invariant;
import dev.starling.chat.store.Mutants.Bug;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shows that the simulation finds what it is there for: bugs are planted, and found within a few
 * seeds.
 *
 * <p>What a chat of several instances can get wrong, and where it is found:
 *
 * <ul>
 *   <li>an id that is no text breaks the transcript or a whole step: {@code KeyTest}, {@code
 *       WebSocketProtocolTest.ids_that_no_store_keeps_are_malformed_and_hurt_nobody}, {@code
 *       AppenderTest.one_operation_that_cannot_be_applied_fails_no_other}
 *   <li>the wrong side of a cut is kept: {@link Bug#MERGE_KEEPS_THE_SMALLER_HALF}, {@link
 *       Bug#MERGE_KEEPS_THE_LATER_TERM}, {@code RoomMergeTest}; because others vote: {@code
 *       PartitionScenariosIT.members_of_other_services_do_not_outvote_the_majority_of_chats}
 *   <li>both halves have a quorum: {@link Bug#BOTH_HALVES_ACCEPT}; more instances than there should
 *       be: {@code MembershipTest.more_than_there_should_be_are_not_ready}
 *   <li>who is far behind is thrown out, or costs memory without bound: {@code
 *       ReadingTest.who_is_far_behind_reads_all_of_it_no_faster_than_it_takes_it}, {@code
 *       ReadingTest.who_never_reads_is_sent_one_page_and_keeps_nobody_else_from_reading}, {@code
 *       BoundedAnswersTest}
 *   <li>what was never acknowledged is read, and who read it is not told: {@link
 *       Bug#BOTH_HALVES_ACCEPT}, {@link Bug#FORKS_ARE_NOT_SEEN}
 *   <li>a store that lost its last events: {@link Bug#FORKS_ARE_NOT_SEEN}, {@code
 *       PostgresLostTailTest}, {@code ReplicaTest}
 *   <li>a join is never answered: {@link Bug#JOINS_ARE_NOT_ANSWERED}
 *   <li>a session is refused its own name: {@link Bug#WHO_IS_AWAY_IS_A_STRANGER}
 *   <li>all copies fail together: {@code FailureGroupsTest}, {@code
 *       MembershipTest.owner_and_copy_of_a_room_are_in_different_zones}
 *   <li>the healthy instance is restarted: {@code CanarySimulationTest}
 *   <li>an event loop that is slow grows without bound: {@code
 *       ReadingTest.an_event_loop_that_fell_behind_the_journal_misses_nothing}, {@code JournalTest}
 *   <li>the server appends a message twice, or a retry is read twice: {@link
 *       Bug#KEYS_ARE_FORGOTTEN}; retries that come too late: plans with {@link
 *       Plan.Promise#SMALL_WINDOW}
 *   <li>a fork is not seen: {@link Bug#FORKS_ARE_NOT_SEEN}, {@code
 *       ReplicaTest.events_of_another_transcript_that_overlap_are_not_taken}
 *   <li>a pause is not noticed, or writing goes on before a merge: {@code SuspensionTest}, {@link
 *       Bug#ACCEPTED_BEFORE_MERGED}
 *   <li>who has left speaks, or two speak as one: {@link Bug#EVERYONE_MAY_SPEAK}, {@code
 *       StoreContract}
 *   <li>what was refused is accepted later: {@link Bug#REFUSED_IS_APPLIED_LATER}
 *   <li>one exception costs others their turn: {@code
 *       AppenderTest.an_answer_that_throws_costs_no_other_its_own}, {@code
 *       ReadingTest.a_client_that_cannot_be_told_costs_its_own_connection_only}
 *   <li>a transcript that keeps little and changes fast is never opened: plans with {@link
 *       Plan.Promise#SMALL_WINDOW}
 *   <li>readers keep steps from a connection: {@code
 *       PostgresStoreTest.readers_of_whatever_number_keep_no_step_waiting}
 *   <li>names are sorted for each who asks: {@code UserListTest}
 *   <li>a secret is in what is stored: {@code KeyTest}
 *   <li>one that starts alone loses what it accepted, or takes something from the others: {@code
 *       SuspensionTest}, {@code
 *       MembershipTest.one_that_starts_alone_and_has_nothing_takes_nothing_from_those_it_joins}
 *   <li>acknowledged without a copy: {@link Bug#ACKNOWLEDGED_WITHOUT_COPY}, {@code
 *       MembershipTest.nothing_is_acknowledged_while_the_lost_copy_has_no_successor}
 *   <li>a lost instance costs each of its clients a left and a joined: {@code
 *       RoomStateTest.nobody_leaves_whose_instance_is_lost_and_who_is_back_within_the_grace},
 *       {@code RoomStateTest.those_who_are_not_back_leave_in_steps_of_a_bounded_size}; rates begin
 *       anew: {@code WebSocketLimitsTest}
 *   <li>clocks differ: {@link Bug#TIMES_ARE_THE_OWNERS}, {@code
 *       RoomStateTest.a_clock_that_was_ahead_keeps_nobody_away_for_longer_than_the_grace}
 *   <li>a gap is told late, or events are passed over: {@link Bug#GAPS_ARE_TOLD_LATE}, {@link
 *       Bug#EVENTS_ARE_PASSED_OVER}
 *   <li>what is accepted between a heal and its merge is lost: {@link Bug#ACCEPTED_BEFORE_MERGED},
 *       {@link Bug#ACKNOWLEDGED_IN_A_LOST_TERM}, {@code SuspensionTest}, {@code
 *       PartitionScenariosIT}
 * </ul>
 */
@ExtendWith(Quiet.class)
class PlantedBugsTest {
  private static final int PLANS = 400;
  private static final long OF_CUTS_FOUND_FROM = 2_600;

  /** Found only where an instance was cut off until that was noticed, and in few of those. */
  private static final Set<Bug> OF_CUTS =
      Set.of(
          Bug.MERGE_KEEPS_THE_LATER_TERM,
          Bug.ACKNOWLEDGED_IN_A_LOST_TERM,
          Bug.REFUSED_IS_APPLIED_LATER);

  static Stream<Arguments> bugs() {
    return Stream.of(
        // Retries are told from new messages, whoever sends them.
        bug(Bug.KEYS_ARE_FORGOTTEN, Invariant.KEYS_ONCE),
        bug(Bug.REFUSED_IS_APPLIED_LATER, Invariant.REFUSED_NEVER_APPEARS, Invariant.KEYS_ONCE),
        // Members are fenced, and their names are theirs.
        bug(Bug.EVERYONE_MAY_SPEAK, Invariant.ONLY_MEMBERS_SPEAK),
        bug(Bug.WHO_IS_AWAY_IS_A_STRANGER, Invariant.OWN_NAME_IS_NEVER_TAKEN),
        bug(Bug.JOINS_ARE_NOT_ANSWERED, Invariant.EVERYONE_IS_ANSWERED),
        bug(Bug.TIMES_ARE_THE_OWNERS, Invariant.TIMES_NEVER_GO_BACK),
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
        bug(
            Bug.MERGE_KEEPS_THE_LATER_TERM,
            Invariant.ONE_EVENT_PER_PLACE,
            Invariant.ORDER_OF_SENDER,
            Invariant.READ_IS_KEPT,
            Invariant.ACKNOWLEDGED_IS_KEPT),
        bug(
            Bug.ACKNOWLEDGED_IN_A_LOST_TERM,
            Invariant.ONE_EVENT_PER_PLACE,
            Invariant.READ_IS_KEPT,
            Invariant.ACKNOWLEDGED_IS_KEPT),
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
    Optional<Violation> found =
        LongStream.iterate(OF_CUTS.contains(bug) ? OF_CUTS_FOUND_FROM : 1, seed -> seed + 1)
            .mapToObj(Plan::of)
            .filter(plan -> !OF_CUTS.contains(bug) || plan.cutsAMinorityOff())
            .limit(PLANS)
            .map(plan -> SimulationTest.broken(plan, bug))
            .filter(Objects::nonNull)
            .findFirst();
    assertThat(found).map(violation -> violation.invariant).get().isIn(expected);
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
    assertThat(history.lines()).hasSizeLessThan(60).last().asString().contains("one key twice");
  }
}
