package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StrandingTest {
  private static final int QUORUM = 2;

  private long nanos = 7;
  private final Stranding stranding = new Stranding(() -> nanos);

  @Test
  void one_that_is_alone_while_partitions_move_for_long_is_stranded() {
    assertThat(stranding.isStranded(1, true, 2, QUORUM)).isFalse();
    pass(29);
    assertThat(stranding.isStranded(1, true, 2, QUORUM)).isFalse();
    pass(1);
    assertThat(stranding.isStranded(1, true, 2, QUORUM)).isTrue();
  }

  @Test
  void a_moment_without_a_move_begins_the_time_anew() {
    assertThat(stranding.isStranded(1, true, 2, QUORUM)).isFalse();
    pass(29);
    assertThat(stranding.isStranded(1, false, 2, QUORUM)).isFalse();
    pass(1);
    assertThat(stranding.isStranded(1, true, 2, QUORUM)).isFalse();
    pass(30);
    assertThat(stranding.isStranded(1, true, 2, QUORUM)).isTrue();
  }

  @Test
  void one_that_others_need_is_not_stranded() {
    for (int i = 0; i < 2; i++) {
      assertThat(stranding.isStranded(1, true, 1, QUORUM)).as("too few others").isFalse();
      assertThat(stranding.isStranded(2, true, 2, QUORUM)).as("not alone").isFalse();
      assertThat(stranding.isStranded(1, true, 0, 1)).as("there are no others").isFalse();
      pass(60);
    }
  }

  private void pass(long seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
  }
}
