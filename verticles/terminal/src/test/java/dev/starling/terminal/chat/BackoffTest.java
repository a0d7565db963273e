package dev.starling.terminal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(1));

  @Test
  void pauses_double_up_to_the_longest_and_differ_between_clients() {
    for (long most = 500; most < 30_000; most *= 2) {
      assertThat(backoff.next().toMillis()).isBetween(most / 2, most);
    }
    for (int more = 0; more < 100; more++) {
      assertThat(backoff.next().toMillis()).isBetween(15_000L, 30_000L);
    }
  }

  @Test
  void clients_of_a_server_that_goes_away_spread_over_the_time_it_names() {
    LongSummaryStatistics pauses =
        LongStream.generate(() -> backoff.within(Duration.ofSeconds(2)).toMillis())
            .limit(1_000)
            .summaryStatistics();
    assertThat(pauses.getMin()).isLessThan(100);
    assertThat(pauses.getMax()).isBetween(1_900L, 2_000L);
  }

  @Test
  void the_time_is_read_from_the_close_frames_reason() {
    assertThat(ConnectFailures.spreadOf("retry within 2000 ms")).contains(Duration.ofSeconds(2));
    assertThat(ConnectFailures.spreadOf("retry within 999999999 ms"))
        .contains(Duration.ofMinutes(1));
    assertThat(ConnectFailures.spreadOf("the server goes away")).isEmpty();
    assertThat(ConnectFailures.spreadOf("retry within 99999999999 ms")).isEmpty();
  }

  @Test
  void after_a_success_it_starts_again() {
    backoff.next();
    backoff.next();
    backoff.reset();
    assertThat(backoff.next().toMillis()).isBetween(250L, 500L);
  }
}
