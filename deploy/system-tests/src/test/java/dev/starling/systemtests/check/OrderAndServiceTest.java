package dev.starling.systemtests.check;

import static dev.starling.systemtests.check.HandMade.acknowledged;
import static dev.starling.systemtests.check.HandMade.sent;
import static dev.starling.systemtests.check.HandMade.welcomed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.history.Fact;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrderAndServiceTest {
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final Check ORDER = new OrderCheck();
  private static final Check SERVED = new ServedCheck("all is well", "stays");

  private final HandMade told = new HandMade();

  private void accepted(Check check) {
    assertThat(check.faults(told.history())).isEmpty();
  }

  private void refused(Check check, String fault) {
    assertThat(check.faults(told.history())).singleElement().asString().contains(fault);
  }

  @Test
  void messages_at_the_same_time_may_stand_in_any_order() {
    told.saw("a", welcomed("a", 0), sent("m1")).saw("b", welcomed("b", 0), sent("m2"));
    told.saw("a", acknowledged("m1", 2)).saw("b", acknowledged("m2", 1));

    accepted(ORDER);
  }

  @Test
  void a_message_behind_one_that_was_sent_later_is_refused() {
    told.saw("a", welcomed("a", 0), sent("m1"), acknowledged("m1", 5));
    told.saw("b", welcomed("b", 0), sent("m2"), acknowledged("m2", 4));

    refused(ORDER, "b's m2 is 4, and was sent when 5 was acknowledged");
  }

  @Test
  void a_sender_whose_messages_change_places_is_refused() {
    told.saw("a", welcomed("a", 0), sent("m1"), sent("m2"));
    told.saw("a", acknowledged("m2", 1), acknowledged("m1", 2));

    refused(ORDER, "not the order in which it was sent");
  }

  @Test
  void a_message_that_was_sent_again_may_stand_behind_a_later_one() {
    told.saw("a", welcomed("a", 0), sent("m1"), sent("m2"), sent("m1"));
    told.saw("a", acknowledged("m2", 1), acknowledged("m1", 2));

    accepted(ORDER);
  }

  @Test
  void a_fault_after_which_somebody_is_served_in_time_is_right() {
    told.saw("a", welcomed("a", 0), sent("m1")).note(Fact.Fault.of("kill", FIVE));
    told.afterMillis(4_900).saw("a", acknowledged("m1", 1)).after(FIVE);

    accepted(SERVED);
  }

  @Test
  void a_fault_after_which_nobody_is_served_is_refused() {
    told.saw("a", welcomed("a", 0), sent("m1")).note(Fact.Fault.of("kill", FIVE));
    told.afterMillis(5_100).saw("a", acknowledged("m1", 1));

    refused(SERVED, "nobody is served PT5S after: kill");
  }

  @Test
  void who_stays_and_is_not_served_though_all_is_well_is_refused() {
    told.saw("stays1", sent("m1")).saw("stays2", sent("m2"));
    told.note(Fact.Fault.of("all is well", FIVE)).saw("stays1", acknowledged("m1", 1));
    told.afterMillis(5_100);

    refused(SERVED, "stays2 is not served");
  }

  @Test
  void a_user_who_is_refused_its_own_name_is_found() {
    told.saw("a", new Fact.Refused("username_taken", ""));

    refused(SERVED, "a is refused its own name");
  }
}
