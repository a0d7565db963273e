package dev.starling.storefront.downstream;

import static io.vertx.circuitbreaker.CircuitBreakerState.CLOSED;
import static io.vertx.circuitbreaker.CircuitBreakerState.HALF_OPEN;
import static io.vertx.circuitbreaker.CircuitBreakerState.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class BreakerTest {
  private static final Duration RESET = Duration.ofSeconds(2);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nanos = new AtomicLong();
  private final Breaker breaker =
      new Breaker(vertx, "test", new Limits.Circuit(5, Duration.ofSeconds(10), RESET), nanos::get);

  @AfterEach
  void close() throws TimeoutException {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void five_failures_within_the_window_open_it() {
    for (int call = 1; call <= 4; call++) {
      fails();
      assertThat(breaker.state()).isEqualTo(CLOSED);
      pass(Duration.ofSeconds(2));
    }
    fails();
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void an_answer_makes_up_for_the_failures_before_it() {
    fail4();
    breaker.answered();
    fail4();
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fails();
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void what_failed_before_the_window_is_forgotten() {
    fail4();
    pass(Duration.ofSeconds(11));
    fail4();
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fails();
    assertThat(breaker.state()).isEqualTo(OPEN);
  }

  @Test
  void while_open_it_refuses_and_says_how_long_rounded_up() {
    fail4();
    fails();
    CallFailure refused = refusal();
    assertThat(refused.outcome()).isEqualTo(CallOutcome.REFUSED);
    assertThat(refused.retryAfterSeconds()).isEqualTo(2);
    assertThat(CallFailure.refused("test", Duration.ofMillis(29_001)).retryAfterSeconds())
        .isEqualTo(30);
    assertThat(CallFailure.refused("test", Duration.ofSeconds(29)).retryAfterSeconds())
        .isEqualTo(29);
  }

  @Test
  void half_open_lets_one_through_and_its_failure_opens_it_again() throws Exception {
    fail4();
    fails();
    await(HALF_OPEN);
    Promise<String> probe = Promise.promise();
    Future<String> first = breaker.guard(probe::future);
    assertThat(refusal().outcome()).isEqualTo(CallOutcome.REFUSED);
    probe.fail(CallFailure.late("test"));
    failure(first);
    assertThat(breaker.state()).isEqualTo(OPEN);
    await(HALF_OPEN);
    succeeds();
    assertThat(breaker.state()).isEqualTo(CLOSED);
    fail4();
    assertThat(breaker.state()).as("counts from the beginning").isEqualTo(CLOSED);
  }

  @Test
  void who_finds_fault_with_the_question_is_back() throws Exception {
    fail4();
    fails();
    await(HALF_OPEN);
    failure(
        breaker.guard(
            () ->
                Future.failedFuture(
                    CallFailure.of(
                        "test",
                        new ReplyException(ReplyFailure.RECIPIENT_FAILURE, 404, "not found")))));
    assertThat(breaker.state()).isEqualTo(CLOSED);
  }

  @Test
  void what_fails_late_while_it_is_open_changes_nothing() throws Exception {
    fail4();
    fails();
    fail4();
    fails();
    await(HALF_OPEN);
    fails();
    assertThat(breaker.state()).isEqualTo(HALF_OPEN);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void fail4() {
    for (int call = 1; call <= 4; call++) {
      fails();
    }
  }

  private void fails() {
    breaker.failed();
  }

  private void succeeds() {
    try {
      breaker.guard(() -> Future.succeededFuture("well")).await(60, TimeUnit.SECONDS);
    } catch (TimeoutException failure) {
      throw new AssertionError(failure);
    }
  }

  private CallFailure refusal() {
    return failure(breaker.guard(() -> Future.failedFuture("was let through")));
  }

  private static CallFailure failure(Future<?> call) {
    try {
      call.await(60, TimeUnit.SECONDS);
      throw new AssertionError("did not fail");
    } catch (CallFailure failure) {
      return failure;
    } catch (TimeoutException failure) {
      throw new AssertionError(failure);
    }
  }

  private void await(CircuitBreakerState state) throws InterruptedException {
    long began = System.nanoTime();
    while (breaker.state() != state) {
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
