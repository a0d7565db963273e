package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CanaryTest {
  private static final Set<String> TWO = Set.of("me", "a");
  private static final Set<String> THREE = Set.of("me", "a", "b");

  private long now = 1_000_000;
  private final Canary canary = new Canary("me", now);
  private int repairs;
  private boolean hearsItself = true;

  @Test
  void while_everyone_listed_is_heard_nothing_is_repaired() {
    pass(60_000, THREE, "a", "b");
    assertThat(repairs).isZero();
    assertThat(canary.notReady(now)).isEmpty();
    assertThat(canary.notLive(now)).isEmpty();
  }

  @Test
  void an_instance_that_is_alone_has_nothing_to_hear() {
    pass(60_000, Set.of("me"));
    assertThat(repairs).isZero();
    assertThat(canary.notReady(now)).isEmpty();
    assertThat(canary.notLive(now)).isEmpty();
  }

  @Test
  void a_listed_instance_that_is_not_heard_is_answered_with_a_repair_within_three_seconds() {
    pass(10_000, TWO, "a");
    pass(3_000, TWO);
    assertThat(repairs).isEqualTo(1);
  }

  @Test
  void a_newcomer_has_time_to_be_heard() {
    pass(Canary.STARTING - Canary.BEAT, TWO);
    assertThat(repairs).isZero();
    pass(2 * Canary.BEAT, TWO);
    assertThat(repairs).isEqualTo(1);
  }

  @Test
  void one_that_was_heard_before_it_was_cut_off_has_no_second_grace() {
    pass(1_000, TWO, "a");
    pass(20_000, Set.of("me"));
    pass(3_000, TWO);
    assertThat(repairs).isEqualTo(1);
  }

  @Test
  void repairs_keep_a_distance() {
    pass(1_000, TWO, "a");
    pass(20_000, TWO);
    assertThat(repairs).isBetween(4, 5);
  }

  @Test
  void who_stays_deaf_to_everybody_is_not_ready_and_is_live() {
    pass(Canary.LASTING + Canary.STARTING, THREE);
    assertThat(canary.notReady(now)).hasValueSatisfying(text -> assertThat(text).contains("a, b"));
    assertThat(canary.notLive(now)).isEmpty();
  }

  @Test
  void who_stays_deaf_to_one_that_others_hear_is_not_ready_and_is_live() {
    for (int i = 0; i < 100; i++) {
      canary.hear(new CanaryBeat("b", Set.of("me", "a")), now);
      pass(Canary.BEAT, THREE);
    }
    assertThat(canary.notReady(now)).isPresent();
    assertThat(canary.notLive(now)).isEmpty();
  }

  @Test
  void an_instance_that_nobody_hears_is_its_own_problem() {
    for (int i = 0; i < 100; i++) {
      canary.hear(new CanaryBeat("b", Set.of("me")), now);
      pass(Canary.BEAT, THREE);
    }
    assertThat(canary.notReady(now)).isEmpty();
    assertThat(canary.notLive(now)).isEmpty();
  }

  @Test
  void who_does_not_hear_itself_though_it_registered_anew_is_not_live() {
    hearsItself = false;
    pass(Canary.LASTING + Canary.STARTING, TWO);
    assertThat(canary.deafTo(now)).contains("me");
    assertThat(canary.notLive(now)).isEmpty();
    canary.renewed(now);
    assertThat(canary.notLive(now)).isPresent();
    hearsItself = true;
    pass(1_000, TWO, "a");
    assertThat(canary.notLive(now)).isEmpty();
  }

  @Test
  void an_instance_that_is_alone_need_not_hear_itself() {
    hearsItself = false;
    pass(60_000, Set.of("me"));
    canary.renewed(now);
    assertThat(canary.notLive(now)).isEmpty();
    assertThat(repairs).isZero();
  }

  @Test
  void hearing_again_ends_the_complaint() {
    pass(45_000, TWO);
    assertThat(canary.notReady(now)).isPresent();
    pass(1_000, TWO, "a");
    assertThat(canary.notReady(now)).isEmpty();
    assertThat(canary.deafTo(now)).isEmpty();
  }

  @Test
  void having_stood_still_itself_proves_nothing_against_anybody() {
    pass(5_000, TWO, "a");
    now += 60_000;
    assertThat(canary.tick(TWO, now)).isFalse();
    assertThat(canary.notReady(now)).isEmpty();
    assertThat(canary.notLive(now)).isEmpty();
  }

  @Test
  void who_is_no_longer_listed_is_forgotten() {
    pass(1_000, TWO);
    pass(60_000, Set.of("me"));
    assertThat(repairs).isZero();
  }

  @Test
  void its_beat_names_whom_it_hears() {
    pass(1_000, THREE, "a");
    assertThat(canary.beat(now)).isEqualTo(new CanaryBeat("me", Set.of("a")));
  }

  private void pass(long millis, Set<String> listed, String... heard) {
    for (long end = now + millis; now < end; now += Canary.BEAT) {
      if (hearsItself) {
        canary.hear(new CanaryBeat("me", Set.of()), now);
      }
      for (String instance : heard) {
        canary.hear(new CanaryBeat(instance, listed), now);
      }
      if (canary.tick(listed, now)) {
        repairs++;
      }
    }
  }
}
