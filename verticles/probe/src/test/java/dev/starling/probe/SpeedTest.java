package dev.starling.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shared.testing.TestService;
import io.vertx.core.json.JsonObject;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work side by side takes less time than one after another, and holds up no event loop. */
@Timeout(60)
class SpeedTest {
  /**
   * Far below what one blocking call on an event loop would cost, far above a busy machine's own.
   */
  private static final double MOST_LAG_SECONDS = 0.150;

  private static TargetServer target;
  private static TestService service;
  private static ProbeClient probe;

  @BeforeAll
  static void start() throws Exception {
    target = new TargetServer();
    service =
        TestService.start(ProbeService.DEFINITION, Map.of("http.port", "0", "allow", "127.0.0.1"));
    probe = new ProbeClient(service);
  }

  @AfterAll
  static void stop() throws TimeoutException {
    service.close();
    target.close();
  }

  @Test
  void a_hundred_at_once_are_ten_times_as_fast_as_one_at_a_time() throws Exception {
    JsonObject one = probe.report(target.url("/slower"), 10, "concurrency", "1");
    double[] elapsed = {0};
    double lag =
        lagOf(
            () -> {
              JsonObject many = probe.report(target.url("/slower"), 1_000, "concurrency", "100");
              assertThat(many.getInteger("succeeded")).isEqualTo(1_000);
              elapsed[0] = many.getLong("elapsed_us");
              return many;
            });
    double each = one.getLong("elapsed_us") / 10.0;
    assertThat(1_000 * each / elapsed[0]).isGreaterThan(10);
    assertThat(lag).isLessThan(MOST_LAG_SECONDS);
  }

  @Test
  void ordered_calls_take_the_sum_of_their_times() throws Exception {
    JsonObject report = calls("0.1", 5, "True");
    assertThat(report.getLong("time_us")).isBetween(500_000L, 900_000L);
    assertThat(threads(report)).isEqualTo(1);
  }

  @Test
  void unordered_calls_take_about_the_time_of_one_and_hold_up_no_event_loop() throws Exception {
    JsonObject[] report = new JsonObject[1];
    double lag =
        lagOf(
            () -> {
              report[0] = calls("0.8", 300, "False");
              return report[0];
            });
    assertThat(report[0].getLong("time_us")).isBetween(800_000L, 2_400_000L);
    assertThat(threads(report[0])).isEqualTo(300);
    assertThat(lag).isLessThan(MOST_LAG_SECONDS);
  }

  @Test
  void blocking_calls_beyond_the_caps_are_refused() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"sleep_time", "10.1"},
          {"sleep_time", "-1"},
          {"sleep_time", "NaN"},
          {"num_calls", "1001"},
          {"num_calls", "0"},
          {"thread_sensitive", "perhaps"},
          {"sleep_time", ""}
        }) {
      Map<String, String> parameters =
          new TreeMap<>(Map.of("sleep_time", "1", "num_calls", "1", "thread_sensitive", "False"));
      parameters.put(wrong[0], wrong[1]);
      assertThat(
              probe
                  .json(
                      ProbeClient.path(
                          "sync_to_async",
                          parameters.entrySet().stream()
                              .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
                              .toArray(String[]::new)))
                  .body())
          .contains("\"status\":400", wrong[0]);
    }
    assertThat(probe.json("/requests/sync_to_async?sleep_time=10&num_calls=6").body())
        .contains("\"status\":400", "the calls would take 60 s");
  }

  private static JsonObject calls(String sleep, int calls, String ordered) throws Exception {
    return new JsonObject(
        probe
            .json(
                ProbeClient.path(
                    "sync_to_async",
                    "sleep_time",
                    sleep,
                    "num_calls",
                    Integer.toString(calls),
                    "thread_sensitive",
                    ordered))
            .body());
  }

  private static long threads(JsonObject report) {
    return report.getJsonArray("calls").stream()
        .map(call -> ((JsonObject) call).getString("thread"))
        .distinct()
        .count();
  }

  /**
   * How late event loops were on average while something was done, in seconds, beyond what a thread
   * with nothing else to do was: this machine may be busy with other things.
   */
  private static double lagOf(Callable<?> work) throws Exception {
    double sum = probe.metric("starling_event_loop_lag_seconds_sum");
    double count = probe.metric("starling_event_loop_lag_seconds_count");
    Yardstick idle = new Yardstick();
    try {
      work.call();
    } finally {
      idle.stop();
    }
    double lag =
        (probe.metric("starling_event_loop_lag_seconds_sum") - sum)
            / Math.max(1, probe.metric("starling_event_loop_lag_seconds_count") - count);
    return lag - idle.lag();
  }

  private static final class Yardstick {
    private static final long PERIOD_MILLIS = 20;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final LongSummaryStatistics late = new LongSummaryStatistics();

    Yardstick() {
      next();
    }

    private void next() {
      long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
      thread.schedule(
          () -> {
            late.accept(Math.max(0, System.nanoTime() - due));
            next();
          },
          PERIOD_MILLIS,
          TimeUnit.MILLISECONDS);
    }

    double lag() {
      return late.getAverage() / 1e9;
    }

    void stop() throws InterruptedException {
      thread.shutdownNow();
      assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
