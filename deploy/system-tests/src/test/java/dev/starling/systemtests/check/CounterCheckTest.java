package dev.starling.systemtests.check;

import static dev.starling.systemtests.check.HandMade.connecting;
import static dev.starling.systemtests.check.HandMade.lost;
import static dev.starling.systemtests.check.HandMade.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.Fact.Leaving;
import dev.starling.systemtests.history.Fact.Stalled;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CounterCheckTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  /** One at each of two instances, with the right number. */
  private final HandMade told =
      new HandMade()
          .saw("a", connecting("one"), shown(1))
          .saw("b", connecting("two"), shown(2))
          .saw("a", shown(2))
          .afterMillis(1_500);

  @Test
  void the_right_number_after_a_second_of_standstill_is_right() {
    accepted();
  }

  @Test
  void a_number_may_be_wrong_while_connections_come_and_go() {
    told.saw("c", connecting("one"), shown(3)).afterMillis(900).all(List.of("a", "b"), shown(3));
    told.afterMillis(1_500);

    accepted();
  }

  @Test
  void a_number_that_is_wrong_a_second_later_is_refused() {
    told.saw("c", connecting("one"), shown(3)).saw("a", shown(3)).afterMillis(1_100);

    refused("1 of 3 show [2]");
  }

  @Test
  void a_number_that_turns_wrong_at_standstill_is_refused() {
    told.saw("a", shown(3)).afterMillis(10);

    refused("1 of 2 show [3]");
  }

  @Test
  void the_client_that_lost_its_connection_is_not_to_be_counted() {
    told.saw("b", lost()).afterMillis(1_100);

    refused("1 of 1 show [2]");
  }

  @Test
  void who_leaves_is_not_to_be_counted() {
    told.saw("b", new Leaving(), lost()).saw("a", shown(1)).afterMillis(1_100);

    accepted();
  }

  @Test
  void a_fault_excuses_a_wrong_number_for_its_time_and_not_longer() {
    told.note(Fact.Fault.of("kill", SOON)).saw("b", lost()).afterMillis(4_900);
    told.saw("a", shown(1)).afterMillis(1_000);
    accepted();

    told.saw("a", shown(2)).afterMillis(10);
    refused("after kill");
  }

  @Test
  void clients_of_a_frozen_instance_are_neither_counted_nor_asked() {
    told.note(new Fact.Fault("freeze", SOON, Set.of("two"), true)).afterMillis(3_000);
    told.saw("a", shown(1)).afterMillis(5_000);

    accepted();
  }

  @Test
  void a_frozen_instance_that_is_still_counted_is_refused() {
    told.note(new Fact.Fault("freeze", SOON, Set.of("two"), true)).afterMillis(5_100);

    refused("1 of 1 show [2]");
  }

  @Test
  void each_side_of_a_cut_counts_its_own() {
    told.note(new Fact.Fault("cut", SOON, Set.of("two"), false)).afterMillis(3_000);
    told.all(List.of("a", "b"), shown(1)).afterMillis(5_000);
    accepted();

    told.note(Fact.Fault.of("heal", SOON)).afterMillis(5_100);
    refused("after heal");
  }

  @Test
  void time_in_which_the_clients_themselves_stood_still_does_not_count() {
    told.saw("c", connecting("one"), shown(3)).afterMillis(2_000);
    told.saw("a", shown(3)).saw("b", shown(3));
    told.saw("stalls", new Stalled(Duration.ofMillis(1_500))).afterMillis(1_500);

    accepted();
  }

  @Test
  void connections_that_never_stand_still_prove_nothing() {
    HandMade restless = new HandMade().saw("a", connecting("one"), shown(1)).afterMillis(500);

    assertThat(new CounterCheck().faults(restless.history())).hasSize(1);
  }

  private void accepted() {
    assertThat(new CounterCheck().faults(told.history())).isEmpty();
  }

  private void refused(String with) {
    assertThat(new CounterCheck().faults(told.history())).anyMatch(fault -> fault.contains(with));
  }
}
