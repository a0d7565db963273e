package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClockComparisonTest {
  private static final long HOUR = 3_600_000;

  private final ClockComparison clocks = new ClockComparison();
  private long now = 1_000;
  private long millis = 1_700_000_000_000L;

  /** The others tell how far they are ahead of the true time. */
  private void hear(long... ahead) {
    now += ClockComparison.BEAT;
    millis += ClockComparison.BEAT;
    for (int i = 0; i < ahead.length; i++) {
      clocks.hear(new ClockBeat("other" + i, trueMillis() + ahead[i]), millis, now);
    }
  }

  private long trueMillis() {
    return 1_700_000_000_000L + now - 1_000;
  }

  @Test
  void a_clock_that_most_others_contradict_is_wrong_whichever_way() {
    millis += HOUR;
    hear(0, 0);
    assertThat(clocks.fault(now))
        .hasValue(
            "clock: 2 of 2 other instances are more than 10 s behind this one;"
                + " set the clock of this machine");
    millis -= 2 * HOUR;
    for (int i = 0; i < 3; i++) {
      hear(0, 0);
    }
    assertThat(clocks.fault(now)).get().asString().contains("ahead of this one");
  }

  @Test
  void those_whose_clocks_agree_are_ready_beside_one_that_is_wrong_and_name_it() {
    hear(100, HOUR);
    assertThat(clocks.fault(now)).isEmpty();
    assertThat(clocks.differing(now)).containsOnlyKeys("other1").containsValue(HOUR);
  }

  @Test
  void without_a_majority_nobody_is_wrong() {
    for (long[] ahead : List.of(new long[] {HOUR}, new long[] {HOUR, 0, HOUR})) {
      hear(ahead);
      assertThat(clocks.fault(now)).isEmpty();
    }
  }

  @Test
  void those_that_agree_on_nothing_contradict_nobody() {
    hear(HOUR, -HOUR, 0, HOUR);
    assertThat(clocks.fault(now)).isEmpty();
  }

  @Test
  void differences_within_the_leeway_of_tokens_are_none() {
    hear(ClockComparison.TOLERATED_MILLIS, -ClockComparison.TOLERATED_MILLIS);
    assertThat(clocks.differing(now)).isEmpty();
  }

  @Test
  void messages_that_were_late_make_no_clock_wrong() {
    hear(0, 0);
    // What was sent during a pause of this process comes after it, all at once.
    for (long late : List.of(20_000L, 15_000L)) {
      for (int i = 0; i < 2; i++) {
        clocks.hear(new ClockBeat("other" + i, millis + 20_000 - late), millis + 20_000, now);
      }
    }
    assertThat(clocks.fault(now)).isEmpty();
  }

  @Test
  void a_clock_that_is_set_right_is_right_within_seconds() {
    millis -= HOUR;
    for (int i = 0; i < 3; i++) {
      hear(0, 0);
    }
    assertThat(clocks.fault(now)).isPresent();
    millis += HOUR;
    for (int i = 0; i < 3; i++) {
      hear(0, 0);
    }
    assertThat(clocks.fault(now)).isEmpty();
  }

  @Test
  void an_instance_that_is_no_longer_heard_does_not_vote() {
    millis += HOUR;
    hear(0, 0);
    hear(0);
    for (int i = 0; i < 5; i++) {
      hear(0);
    }
    assertThat(clocks.fault(now)).isEmpty();
  }
}
