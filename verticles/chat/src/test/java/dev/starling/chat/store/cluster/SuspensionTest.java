package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SuspensionTest {
  private static final long A_SECOND = 1_000;
  private static final long LONG_PAUSE = Suspension.LONGEST_PAUSE_MILLIS + 1;

  private long now = 1;
  private final Suspension suspension = new Suspension(1, nanos(), now);

  private long nanos() {
    return TimeUnit.MILLISECONDS.toNanos(now);
  }

  private void beatAfter(long millis) {
    now += millis;
    suspension.beat(nanos(), now);
  }

  @Test
  void a_member_that_starts_serves_once_it_has_found_the_others() {
    assertThat(suspension.unavailable()).isEmpty();
    suspension.starting(nanos());
    assertThat(suspension.unavailable()).isPresent();
    assertThat(suspension.unavailableToOthers()).isEmpty();
    suspension.complete();
    assertThat(suspension.unavailable()).isEmpty();
  }

  @Test
  void instances_that_are_not_found_are_not_waited_for_without_end() {
    suspension.starting(nanos());
    for (long waited = 0; waited <= Suspension.SEARCH_MILLIS; waited += A_SECOND) {
      assertThat(suspension.unavailable()).isPresent();
      beatAfter(A_SECOND);
    }
    assertThat(suspension.unavailable()).isEmpty();
  }

  @Test
  void after_a_long_pause_nothing_is_served_until_the_others_confirm_this_member() {
    suspension.members(3);
    beatAfter(LONG_PAUSE);
    assertThat(suspension.unavailable()).isPresent();
    // The others were given up meanwhile.
    suspension.members(1);
    beatAfter(A_SECOND);
    assertThat(suspension.unavailable()).isPresent();
    suspension.confirmed();
    assertThat(suspension.unavailable()).isEmpty();
  }

  @Test
  void a_suspended_machine_is_noticed_by_the_clock_that_went_on() {
    suspension.members(2);
    suspension.beat(nanos(), now + LONG_PAUSE);
    assertThat(suspension.unavailable()).isPresent();
  }

  @Test
  void a_short_pause_is_none() {
    suspension.members(3);
    beatAfter(Suspension.LONGEST_PAUSE_MILLIS);
    assertThat(suspension.unavailable()).isEmpty();
  }

  @Test
  void a_pause_of_the_only_member_is_none() {
    suspension.members(1);
    beatAfter(LONG_PAUSE);
    assertThat(suspension.unavailable()).isEmpty();
  }

  @Test
  void a_pause_ends_with_the_merge_and_not_before_though_others_confirm() {
    suspension.members(3);
    beatAfter(LONG_PAUSE);
    suspension.merging();
    suspension.confirmed();
    assertThat(suspension.unavailable()).isPresent();
    suspension.merged();
    assertThat(suspension.unavailable()).isEmpty();
  }

  @Test
  void after_the_loss_of_the_quorum_nothing_is_served_until_all_that_are_back_have_merged() {
    Suspension majority = new Suspension(2, nanos(), now);
    majority.members(3);
    majority.members(1);
    assertThat(majority.unavailable()).isPresent();
    assertThat(majority.isSearching()).isFalse();
    majority.confirmed();
    assertThat(majority.unavailable()).isPresent();
    // Two are there; one of them is only just joining.
    majority.members(2);
    assertThat(majority.unavailable()).isPresent();
    assertThat(majority.isSearching()).isTrue();
    majority.confirmed();
    assertThat(majority.unavailable()).isEmpty();
  }

  @Test
  void with_a_quorum_one_that_has_merged_waits_for_the_others_that_merge() {
    Suspension majority = new Suspension(2, nanos(), now);
    majority.members(1);
    majority.merging();
    majority.confirmed();
    majority.merged();
    assertThat(majority.unavailable()).isPresent();
    majority.members(2);
    majority.confirmed();
    assertThat(majority.unavailable()).isEmpty();
  }
}
