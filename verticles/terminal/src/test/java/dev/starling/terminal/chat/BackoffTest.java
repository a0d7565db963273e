package dev.starling.terminal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
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
  void after_a_success_it_starts_again() {
    backoff.next();
    backoff.next();
    backoff.reset();
    assertThat(backoff.next().toMillis()).isBetween(250L, 500L);
  }
}
