package dev.starling.core.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.roster.RosterChange.Cause;
import dev.starling.core.roster.RosterMessage.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {
  private static final RosterTiming TIMING = RosterTiming.DEFAULT;

  private final List<RosterMessage> sent = new ArrayList<>();
  private final List<RosterChange> changes = new ArrayList<>();
  private long now = 1_000_000;
  private final Roster roster = new Roster("me", TIMING, sent::add, changes::add, now);

  @Test
  void a_newcomer_reports_itself_and_asks_the_others() {
    assertThat(sent).extracting(RosterMessage::kind).containsExactly(Kind.REPORT, Kind.ASK);
  }

  @Test
  void it_sums_its_own_connections_and_those_of_the_others() {
    roster.arrive(now);
    roster.arrive(now);
    roster.depart(now);
    hear(report("other", 1, 5, 2));
    assertThat(roster.total()).isEqualTo(4);
  }

  @Test
  void the_first_change_is_reported_at_once_and_a_burst_as_one() {
    passQuietly(200);
    sent.clear();
    for (int i = 0; i < 10; i++) {
      roster.arrive(now);
    }
    assertThat(sent).hasSize(1);
    now = roster.nextDue();
    roster.tick(now);
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).present()).isEqualTo(10);
  }

  @Test
  void it_reports_every_second_though_nothing_changes() {
    sent.clear();
    for (long end = now + 10_000; now < end; now = roster.nextDue()) {
      roster.tick(now);
    }
    assertThat(sent).hasSizeBetween(9, 10).allMatch(message -> message.kind() == Kind.REPORT);
  }

  @Test
  void it_answers_who_asks() {
    passQuietly(200);
    sent.clear();
    hear(new RosterMessage(Kind.ASK, "other", 1, 0, 0));
    assertThat(sent).singleElement().extracting(RosterMessage::kind).isEqualTo(Kind.REPORT);
  }

  @Test
  void a_repeated_or_overtaken_report_changes_nothing() {
    hear(report("other", 5, 9, 0));
    hear(report("other", 5, 9, 0));
    hear(report("other", 4, 3, 0));
    assertThat(roster.total()).isEqualTo(9);
  }

  @Test
  void a_lost_report_is_made_up_for_by_the_next_with_every_arrival_and_departure() {
    hear(report("other", 1, 1, 0));
    changes.clear();
    hear(report("other", 4, 6, 2));
    assertThat(changes).containsExactly(new RosterChange(Cause.CONNECTIONS, 5, 2, 4));
  }

  @Test
  void an_instance_silent_for_four_seconds_is_lost_with_its_connections() {
    roster.arrive(now);
    hear(report("other", 1, 3, 0));
    changes.clear();
    passQuietly(TIMING.silence());
    assertThat(changes).containsExactly(new RosterChange(Cause.INSTANCE_LOST, 0, 0, 1));
  }

  @Test
  void a_silent_instance_is_counted_again_as_soon_as_it_is_heard() {
    hear(report("other", 1, 3, 0));
    passQuietly(15_000);
    assertThat(roster.total()).isZero();
    hear(report("other", 2, 3, 0));
    assertThat(roster.total()).isEqualTo(3);
    assertThat(changes.get(changes.size() - 1).cause()).isEqualTo(Cause.INSTANCE_FOUND);
  }

  @Test
  void a_late_report_does_not_bring_a_silent_instance_back() {
    hear(report("other", 7, 3, 0));
    passQuietly(15_000);
    hear(report("other", 6, 3, 0));
    assertThat(roster.total()).isZero();
  }

  @Test
  void a_goodbye_is_final_however_late_a_report_arrives() {
    hear(report("other", 1, 3, 0));
    hear(new RosterMessage(Kind.GOODBYE, "other", 3, 3, 0));
    hear(report("other", 2, 3, 0));
    hear(report("other", 4, 3, 0));
    assertThat(roster.total()).isZero();
    assertThat(roster.counts("other")).isFalse();
  }

  @Test
  void a_goodbye_that_overtakes_the_first_report_is_final_too() {
    hear(new RosterMessage(Kind.GOODBYE, "other", 3, 3, 0));
    hear(report("other", 2, 3, 0));
    assertThat(roster.total()).isZero();
  }

  @Test
  void a_report_under_way_when_its_instance_died_does_not_bring_it_back() {
    hear(report("other", 1, 3, 0));
    roster.instanceGone("other", now);
    hear(report("other", 2, 3, 0));
    hear(report("other", 3, 3, 0));
    assertThat(roster.total()).isZero();
  }

  @Test
  void an_instance_wrongly_reported_gone_is_back_after_its_next_heartbeats() {
    hear(report("other", 1, 3, 0));
    roster.instanceGone("other", now);
    hear(report("other", 2, 3, 0));
    passQuietly(1_000);
    hear(report("other", 3, 3, 0));
    assertThat(roster.total()).isEqualTo(3);
  }

  @Test
  void after_standing_still_it_drops_nobody_and_asks() {
    hear(report("other", 1, 3, 0));
    sent.clear();
    now += 15_000;
    roster.tick(now);
    assertThat(roster.total()).isEqualTo(3);
    assertThat(sent).extracting(RosterMessage::kind).contains(Kind.ASK);
  }

  @Test
  void after_standing_still_it_drops_who_stays_silent() {
    hear(report("other", 1, 3, 0));
    now += 15_000;
    roster.tick(now);
    passQuietly(TIMING.silence());
    assertThat(roster.total()).isZero();
  }

  @Test
  void its_own_messages_coming_back_are_ignored() {
    roster.arrive(now);
    hear(report("me", 99, 50, 0));
    assertThat(roster.total()).isEqualTo(1);
  }

  @Test
  void leaving_says_goodbye_and_reports_no_more() {
    roster.leave();
    int before = sent.size();
    assertThat(sent.get(before - 1).kind()).isEqualTo(Kind.GOODBYE);
    passQuietly(5_000);
    roster.depart(now);
    assertThat(sent).hasSize(before);
  }

  @Test
  void what_is_remembered_of_lost_instances_is_forgotten_in_time() {
    hear(report("other", 9, 3, 0));
    hear(new RosterMessage(Kind.GOODBYE, "other", 10, 3, 0));
    passQuietly(TIMING.memory() + TIMING.heartbeat());
    assertThat(roster.remembered()).isZero();
  }

  private void hear(RosterMessage message) {
    roster.receive(message, now);
  }

  private static RosterMessage report(
      String instance, long sequence, long arrivals, long departures) {
    return new RosterMessage(Kind.REPORT, instance, sequence, arrivals, departures);
  }

  private void passQuietly(long millis) {
    for (long end = now + millis; now < end; ) {
      now = Math.min(end, now + 500);
      roster.tick(now);
    }
  }
}
