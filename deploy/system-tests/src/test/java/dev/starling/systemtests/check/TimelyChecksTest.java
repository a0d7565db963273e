package dev.starling.systemtests.check;

import static dev.starling.systemtests.check.HandMade.acknowledged;
import static dev.starling.systemtests.check.HandMade.connecting;
import static dev.starling.systemtests.check.HandMade.lost;
import static dev.starling.systemtests.check.HandMade.sent;
import static dev.starling.systemtests.check.HandMade.shown;
import static dev.starling.systemtests.check.HandMade.welcomed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.Fact.Answered;
import dev.starling.systemtests.history.Fact.Asked;
import dev.starling.systemtests.history.Fact.Failed;
import dev.starling.systemtests.history.Fact.Leaving;
import dev.starling.systemtests.history.Fact.Stalled;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelyChecksTest {
  private static final Duration THREE = Duration.ofSeconds(3);
  private static final Check BACK = new BackCheck(THREE, Set.of("proxy"));
  private static final Check DELAY = new DelayCheck(THREE);
  private static final Check ANSWERS = new HttpCheck(Set.of(503), THREE);

  private final HandMade told = new HandMade();

  @Test
  void who_is_back_in_time_is_right() {
    told.saw("a", connecting("proxy"), shown(1), lost()).afterMillis(2_900).saw("a", shown(1));

    accepted(BACK);
  }

  @Test
  void who_is_back_late_is_refused() {
    told.saw("a", connecting("proxy"), welcomed("a", 0), lost());
    told.afterMillis(3_100).saw("a", welcomed("a", 0));

    refused(BACK, "a is back only after PT3.1S");
  }

  @Test
  void who_connects_and_is_not_let_in_is_not_back() {
    told.saw("a", connecting("proxy"), welcomed("a", 0), lost()).afterMillis(2_000);
    told.saw("a", connecting("proxy"), lost()).afterMillis(1_100);
    told.saw("a", connecting("proxy"), welcomed("a", 0));

    refused(BACK, "a is back only after PT3.1S");
  }

  @Test
  void who_is_not_back_at_all_is_refused() {
    told.saw("a", connecting("proxy"), shown(1), lost()).afterMillis(3_100);

    refused(BACK, "a is not back");
  }

  @Test
  void who_is_turned_away_is_refused() {
    told.saw("a", connecting("proxy"), new Failed("refused"));

    refused(BACK, "a is turned away");
  }

  @Test
  void who_leaves_need_not_come_back() {
    told.saw("a", connecting("proxy"), shown(1), new Leaving(), lost()).afterMillis(10_000);

    accepted(BACK);
  }

  @Test
  void who_is_at_an_address_that_promises_nothing_may_stay_away() {
    told.saw("a", connecting("instance"), shown(1), lost()).afterMillis(10_000);

    accepted(BACK);
  }

  @Test
  void an_acknowledgement_in_time_is_right() {
    told.saw("a", sent("m1")).afterMillis(2_900).saw("a", acknowledged("m1", 1));

    accepted(DELAY);
  }

  @Test
  void a_late_acknowledgement_is_refused() {
    told.saw("a", sent("m1")).afterMillis(2_000).saw("a", sent("m1"));
    told.afterMillis(1_100).saw("a", acknowledged("m1", 1));

    refused(DELAY, "acknowledged after PT3.1S");
  }

  @Test
  void an_acknowledgement_that_is_late_only_by_a_stall_of_its_reader_is_right() {
    told.saw("a", sent("m1")).afterMillis(3_100).saw("a", acknowledged("m1", 1));
    told.saw("stalls", new Stalled(Duration.ofMillis(200)));

    accepted(DELAY);
  }

  @Test
  void answers_in_time_are_right() {
    told.saw("a", new Asked("/")).afterMillis(5).saw("a", new Answered(200), new Asked("/"));

    accepted(ANSWERS);
  }

  @Test
  void a_request_without_an_answer_is_refused() {
    told.saw("a", new Asked("/"), new Answered(200), new Asked("/"), new Failed("reset"));

    refused(ANSWERS, "a has no answer: reset");
  }

  @Test
  void a_request_that_is_never_answered_is_refused() {
    told.saw("a", new Asked("/"), new Answered(200), new Asked("/")).afterMillis(3_100);

    refused(ANSWERS, "a was never answered");
  }

  @Test
  void a_failure_is_an_answer_only_as_long_as_a_fault_lasts() {
    told.note(Fact.Fault.of("stop", Duration.ofSeconds(10)));
    told.afterMillis(9_000).saw("a", new Asked("/"), new Answered(503));
    accepted(ANSWERS);

    told.note(Fact.Fault.of("ready again", Duration.ZERO));
    told.afterMillis(1).saw("a", new Asked("/"), new Answered(503));
    refused(ANSWERS, "a is answered 503");
  }

  @Test
  void a_failure_of_another_kind_is_refused_even_then() {
    told.note(Fact.Fault.of("stop", THREE)).saw("a", new Asked("/"), new Answered(500));

    refused(ANSWERS, "a is answered 500");
  }

  @Test
  void a_slow_answer_is_refused() {
    told.saw("a", new Asked("/")).afterMillis(3_100).saw("a", new Answered(200));

    refused(ANSWERS, "a is answered after PT3.1S");
  }

  @Test
  void no_answers_prove_nothing() {
    refused(ANSWERS, "nobody had an answer");
  }

  private void accepted(Check check) {
    assertThat(check.faults(told.history())).isEmpty();
  }

  private void refused(Check check, String with) {
    assertThat(check.faults(told.history())).anyMatch(fault -> fault.contains(with));
  }
}
