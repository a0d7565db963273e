package dev.starling.terminal.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.terminal.load.Plans;
import dev.starling.terminal.load.plan.LoadPlan;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole runs against a real server, whose answers the test decides on. */
@Timeout(180)
class LoadRunTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration WITH_STALL = Duration.ofMillis(1_400);
  private static final Duration STALL = Duration.ofMillis(400);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void as_many_requests_are_sent_as_were_asked_for() throws Exception {
    String url = serve(request -> request.response().end("hello"));
    LoadResult outcome = run(Plans.of(url).connections(7).threads(2).requests(500));
    assertThat(asked).hasValue(500);
    assertThat(outcome.statistics().answers()).isEqualTo(500);
    assertThat(outcome.statistics().succeeded()).isEqualTo(500);
    assertThat(outcome.statistics().failed()).isZero();
    assertThat(outcome.statistics().bytes()).isEqualTo(2_500);
    assertThat(outcome.statistics().statuses()).isEqualTo(Map.of(200, 500L));
    assertThat(outcome.brokenOff()).isFalse();
  }

  @Test
  void method_headers_and_body_arrive() throws Exception {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    String url =
        serve(
            request ->
                request
                    .body()
                    .onSuccess(
                        body -> {
                          seen.add(
                              request.method()
                                  + " "
                                  + request.uri()
                                  + " "
                                  + request.getHeader("x-a")
                                  + " "
                                  + request.getHeader("host")
                                  + " "
                                  + body);
                          request.response().end();
                        }));
    run(
        Plans.of(url + "a?b=c")
            .requests(3)
            .question(HttpMethod.PUT, Map.of("X-A", "1", "Host", "example.com"), "hello"));
    assertThat(seen).hasSize(3).containsOnly("PUT /a?b=c 1 example.com hello");
  }

  @Test
  void a_rate_is_kept_and_what_warms_up_does_not_count() throws Exception {
    String url = serve(request -> request.response().end());
    LoadResult outcome =
        run(Plans.of(url).connections(5).rate(200).warmup(Duration.ofMillis(500)).duration(SECOND));
    long unsent = outcome.statistics().unsent();
    assertThat(outcome.statistics().answers() + unsent).isEqualTo(200);
    assertThat(asked.get() + unsent).isEqualTo(300);
    assertThat(outcome.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(950));
  }

  @Test
  void at_a_rate_a_stalled_server_shows_in_the_percentiles() throws Exception {
    LoadResult outcome = run(Plans.of(stalling()).connections(2).rate(500).duration(WITH_STALL));
    // More than a quarter of what was due had to wait, for up to all of the stall.
    assertThat(outcome.corrected()).isTrue();
    assertThat(outcome.statistics().latencies().getValueAtPercentile(99) / 1_000)
        .isGreaterThan(300);
    assertThat(outcome.statistics().latencies().getValueAtPercentile(85) / 1_000).isGreaterThan(80);
    assertThat(outcome.statistics().answers() + outcome.statistics().unsent()).isEqualTo(700);
  }

  @Test
  void without_a_rate_the_same_server_looks_fast_and_that_is_said() throws Exception {
    LoadResult outcome = run(Plans.of(stalling()).connections(2).duration(WITH_STALL));
    assertThat(outcome.corrected()).isFalse();
    assertThat(outcome.statistics().latencies().getMaxValue() / 1_000).isGreaterThan(300);
  }

  @Test
  void what_is_due_and_cannot_be_sent_in_time_is_told() throws Exception {
    String url = serve(request -> vertx.setTimer(100, late -> request.response().end()));
    LoadResult outcome = run(Plans.of(url).connections(1).rate(100).duration(SECOND));
    assertThat(outcome.statistics().answers()).isBetween(1L, 11L);
    assertThat(outcome.statistics().answers() + outcome.statistics().unsent()).isEqualTo(100);
  }

  @Test
  void a_server_that_closes_after_every_answer_is_connected_to_again() throws Exception {
    String url = serve(request -> request.response().putHeader("Connection", "close").end("x"));
    LoadResult outcome = run(Plans.of(url).requests(50));
    assertThat(outcome.statistics().succeeded()).isEqualTo(50);
    assertThat(outcome.statistics().failed()).isZero();
  }

  @Test
  void broken_off_it_tells_what_came_until_then() throws Exception {
    String url = serve(request -> vertx.setTimer(1, soon -> request.response().end()));
    LoadRun[] run = new LoadRun[1];
    run[0] =
        new LoadRun(
            Plans.of(url).duration(Duration.ofMinutes(5)).plan(),
            new Unwatched() {
              @Override
              public void running(double part, double perSecond, Sample sample) {
                if (sample.answers() > 10) {
                  run[0].breakOff();
                }
              }
            });
    LoadResult outcome = run[0].run();
    assertThat(outcome.brokenOff()).isTrue();
    assertThat(outcome.statistics().answers()).isGreaterThan(10);
    assertThat(outcome.statistics().unfinished()).isBetween(0L, 2L);
    assertThat(outcome.elapsed()).isLessThan(Duration.ofMinutes(2));
  }

  @Test
  void a_host_that_does_not_exist_is_named() {
    assertThatThrownBy(() -> run(Plans.of("http://no-such-host.invalid/")))
        .isInstanceOf(LoadFailedException.class)
        .hasMessage("unknown host 'no-such-host.invalid'");
  }

  /** A server that stands still for a while, half a second after the start. */
  private String stalling() {
    long start = System.nanoTime();
    AtomicInteger stalls = new AtomicInteger();
    return serve(
        request -> {
          boolean late = System.nanoTime() - start > SECOND.toNanos() / 2;
          if (late && stalls.compareAndSet(0, 1)) {
            vertx.setTimer(STALL.toMillis(), over -> stalls.set(2));
          }
          answerAfterStall(request, stalls);
        });
  }

  private void answerAfterStall(HttpServerRequest request, AtomicInteger stalls) {
    if (stalls.get() == 1) {
      vertx.setTimer(5, again -> answerAfterStall(request, stalls));
    } else {
      request.response().end();
    }
  }

  private String serve(Handler<HttpServerRequest> handler) {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  asked.incrementAndGet();
                  handler.handle(request);
                })
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    return "http://127.0.0.1:" + port + "/";
  }

  private static LoadResult run(Plans plans) throws LoadFailedException, InterruptedException {
    LoadPlan plan = plans.plan();
    return new LoadRun(plan, new Unwatched()).run();
  }
}
