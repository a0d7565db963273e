package dev.starling.net.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GoingAwayTest {
  private static final int DRAWS = 10_000;

  @Test
  void many_connections_are_closed_over_nearly_all_of_the_drain() {
    LongSummaryStatistics delays = delays(10_000, 2_000);
    assertThat(delays.getMin()).isLessThan(50);
    assertThat(delays.getMax()).isBetween(1_450L, 1_500L);
    assertThat(delays.getAverage()).isBetween(700.0, 800.0);
  }

  @Test
  void few_are_closed_sooner() {
    assertThat(delays(1, 2_000).getMax()).isLessThanOrEqualTo(20);
    assertThat(delays(10, 60_000).getMax()).isLessThanOrEqualTo(200);
  }

  @Test
  void the_last_closing_handshakes_have_time_also_in_a_short_drain() {
    assertThat(delays(10_000, 100).getMax()).isEqualTo(75);
    assertThat(delays(10_000, 0).getMax()).isZero();
  }

  private static LongSummaryStatistics delays(int open, long remaining) {
    Random random = new Random(1);
    return LongStream.generate(() -> GoingAway.delay(open, remaining, random))
        .limit(DRAWS)
        .summaryStatistics();
  }
}
