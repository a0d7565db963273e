package dev.starling.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ObservedTest {
  private final Observed<Integer> number = new Observed<>();

  @Test
  void a_value_that_is_there_already_is_returned() {
    number.accept(2);
    assertThat(number.await(value -> value == 2)).isEqualTo(2);
  }

  @Test
  void a_waiting_thread_passes_over_other_values() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    number.accept(0);
    CompletableFuture<Integer> awaited =
        CompletableFuture.supplyAsync(
            () ->
                number.await(
                    value -> {
                      asked.countDown();
                      return value == 2;
                    }));
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    number.accept(1);
    number.accept(2);
    assertThat(awaited.get(30, TimeUnit.SECONDS)).isEqualTo(2);
  }

  @Test
  void a_test_that_is_interrupted_fails_at_once() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> number.await(value -> true)).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
