package dev.starling.terminal.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.load.Plans;
import dev.starling.terminal.load.plan.LoadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalScheduleTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LoadPlan plan =
      Plans.of("tcp://h:7").connections(4).rate(10).warmup(Duration.ofSeconds(1)).plan();
  private final ArrivalSchedule schedule = ArrivalSchedule.of(plan);
  private final Clock clock = new Clock(500, 500 + SECOND, 500 + 3 * SECOND);

  @Test
  void the_connections_take_turns_and_keep_the_rate_together() {
    List<Long> due = new ArrayList<>();
    for (int caller = 0; caller < 4; caller++) {
      for (int index = 0; index < 5; index++) {
        due.add(schedule.due(clock, caller, index));
      }
    }
    Collections.sort(due);
    for (int i = 0; i < due.size(); i++) {
      assertThat(due.get(i)).isEqualTo(500 + i * SECOND / 10);
    }
  }

  @Test
  void days_do_not_make_it_drift() {
    long index = 1_000_000_000L;
    assertThat(schedule.due(clock, 0, index) - schedule.due(clock, 0, index - 1))
        .isEqualTo(4 * SECOND / 10);
  }

  @Test
  void what_is_due_and_counts_is_known_without_asking() {
    int all = 0;
    for (int caller = 0; caller < 4; caller++) {
      int counted = 0;
      for (int index = 0; index < 100; index++) {
        long due = schedule.due(clock, caller, index);
        counted += clock.counts(due) && !clock.isOver(due) ? 1 : 0;
      }
      assertThat(schedule.countBefore(clock, caller, 0)).isEqualTo(counted);
      assertThat(schedule.countBefore(clock, caller, 100)).isZero();
      all += counted;
    }
    assertThat(all).isEqualTo(20);
  }

  @Test
  void without_a_rate_nothing_is_due_at_a_time() {
    assertThat(ArrivalSchedule.of(Plans.of("tcp://h:7").plan()).isFixed()).isFalse();
  }
}
