package dev.starling.storefront.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DownstreamTest {
  private static final String SILENT = "silent";
  private static final Limits.Circuit ONE_FAILURE =
      new Limits.Circuit(1, Duration.ofSeconds(10), Duration.ofSeconds(30));

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Breaker breaker = new Breaker(vertx, "test", ONE_FAILURE);
  private final List<Long> times = new ArrayList<>();

  @BeforeEach
  void listen() throws TimeoutException {
    vertx
        .eventBus()
        .<String>consumer(SILENT, message -> {})
        .completion()
        .await(60, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws TimeoutException {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void a_try_gets_its_timeout_or_what_is_left() {
    CallFailure failure = failure(call(Limits.of(1_000, 3, ONE_FAILURE), 1_900, this::silence));
    assertThat(failure.outcome()).isEqualTo(CallOutcome.LATE);
    assertThat(times).hasSize(2);
    assertThat(times.get(0)).isEqualTo(1_000);
    assertThat(times.get(1)).isBetween(1L, 800L);
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
  }

  @Test
  void a_try_that_could_not_finish_is_not_begun_nor_waited_for() {
    Limits limits = Limits.of(500, 3, ONE_FAILURE).pausing(Duration.ofSeconds(15));
    CallFailure failure = failure(call(limits, 10_000, this::breakage));
    assertThat(failure.outcome()).isEqualTo(CallOutcome.BROKEN);
    assertThat(times).hasSize(1);
  }

  @Test
  void when_nothing_is_left_nobody_is_asked_or_blamed() {
    CallFailure failure = failure(call(Limits.of(500, 3, ONE_FAILURE), 0, this::breakage));
    assertThat(failure.outcome()).isEqualTo(CallOutcome.LATE);
    assertThat(times).isEmpty();
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
  }

  @Test
  void who_had_less_than_its_time_is_not_blamed() {
    CallFailure failure = failure(call(Limits.of(500, 3, ONE_FAILURE), 60, this::silence));
    assertThat(failure.outcome()).isEqualTo(CallOutcome.LATE);
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
  }

  @Test
  void who_was_late_because_this_process_stood_still_is_not_blamed() {
    CallFailure failure =
        failure(
            call(
                Limits.of(50, 1, ONE_FAILURE),
                1_000,
                time -> {
                  Future<String> answer = silence(time);
                  standStill(Duration.ofMillis(250));
                  return answer;
                }));
    assertThat(failure.outcome()).isEqualTo(CallOutcome.LATE);
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
  }

  private static void standStill(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void nobody_there_is_broken_at_once() {
    CallFailure failure =
        failure(call(Limits.of(500, 1, ONE_FAILURE), 60_000, time -> ask("nobody", time)));
    assertThat(failure.outcome()).isEqualTo(CallOutcome.BROKEN);
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.OPEN);
  }

  @Test
  void an_answer_after_failures_is_a_success() throws TimeoutException {
    Future<String> call =
        call(
            Limits.of(500, 3, ONE_FAILURE),
            60_000,
            time -> times.size() < 2 ? breakage(time) : Future.succeededFuture("well"));
    assertThat(call.await(60, TimeUnit.SECONDS)).isEqualTo("well");
    assertThat(breaker.state()).isEqualTo(CircuitBreakerState.CLOSED);
    assertThat(metrics.get("starling.downstream.retries").counter().count()).isEqualTo(2);
    assertThat(calls(CallOutcome.OK)).isEqualTo(1);
  }

  @Test
  void more_than_a_thousand_that_wait_are_turned_away_until_some_have_gone() throws Exception {
    Limits limits =
        Limits.of(3_000, 1, new Limits.Circuit(9_999, ONE_FAILURE.window(), ONE_FAILURE.reset()));
    Downstream downstream = downstream(limits, new Breaker(vertx, "test", limits.breaker()));
    Promise<List<Future<String>>> made = Promise.promise();
    context.runOnContext(
        v -> {
          List<Future<String>> calls = new ArrayList<>();
          for (int call = 0; call <= 1_000; call++) {
            calls.add(downstream.call(Deadline.in(Duration.ofSeconds(60)), this::silence));
          }
          made.complete(calls);
        });
    List<Future<String>> calls = made.future().await(60, TimeUnit.SECONDS);
    assertThat(calls.get(1_000).cause()).hasMessageContaining("1000 calls wait");
    assertThat(calls.get(999).isComplete()).isFalse();
    failure(calls.get(999));
    assertThat(calls(CallOutcome.LATE)).isEqualTo(1_000);
    assertThat(calls(CallOutcome.BROKEN)).isEqualTo(1);
    Promise<String> next = Promise.promise();
    context.runOnContext(
        v ->
            downstream
                .call(Deadline.in(Duration.ofSeconds(60)), time -> Future.succeededFuture("well"))
                .onComplete(next));
    assertThat(next.future().await(60, TimeUnit.SECONDS)).isEqualTo("well");
  }

  private Future<String> call(Limits limits, long millis, LongFunction<Future<String>> ask) {
    Promise<String> done = Promise.promise();
    context.runOnContext(
        v ->
            downstream(limits, breaker)
                .call(
                    Deadline.in(Duration.ofMillis(millis)),
                    time -> {
                      Future<String> answer = ask.apply(time);
                      times.add(time);
                      return answer;
                    })
                .onComplete(done));
    return done.future();
  }

  private Downstream downstream(Limits limits, Breaker guard) {
    return new Downstream(vertx, "test", limits, guard, metrics);
  }

  private Future<String> silence(long time) {
    return ask(SILENT, time);
  }

  private Future<String> ask(String address, long time) {
    return vertx
        .eventBus()
        .<String>request(address, "?", new DeliveryOptions().setSendTimeout(time))
        .map(Message::body);
  }

  private Future<String> breakage(long time) {
    return Future.failedFuture(
        new ReplyException(ReplyFailure.RECIPIENT_FAILURE, 500, "on purpose"));
  }

  private long calls(CallOutcome outcome) {
    return metrics.get("starling.downstream.calls").tag("outcome", outcome.label()).timer().count();
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
}
