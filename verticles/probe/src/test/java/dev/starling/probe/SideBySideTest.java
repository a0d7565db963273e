package dev.starling.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TestService;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work is done side by side, as far as it is asked for, and holds up no event loop. */
@Timeout(180)
class SideBySideTest {
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
  void as_many_requests_as_the_concurrency_says_are_under_way_at_once() throws Exception {
    assertThat(probe.report(target.url("/slower"), 10, "concurrency", "1").getInteger("succeeded"))
        .isEqualTo(10);
    assertThat(target.mostAtOnce()).isEqualTo(1);
    JsonObject many = probe.report(target.url("/slower"), 1_000, "concurrency", "100");
    assertThat(many.getInteger("succeeded")).isEqualTo(1_000);
    assertThat(target.mostAtOnce()).isBetween(50, 100);
  }

  @Test
  void ordered_calls_take_the_sum_of_their_times() throws Exception {
    JsonObject report = calls("0.1", 5, "True");
    assertThat(report.getLong("time_us")).isGreaterThanOrEqualTo(500_000L);
    assertThat(threads(report)).hasSize(1).noneMatch(SideBySideTest::isEventLoop);
  }

  @Test
  void unordered_calls_are_made_side_by_side_and_off_the_event_loops() throws Exception {
    JsonObject report = calls("0.8", 300, "False");
    assertThat(threads(report)).hasSize(300).noneMatch(SideBySideTest::isEventLoop);
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

  private static Set<String> threads(JsonObject report) {
    return report.getJsonArray("calls").stream()
        .map(call -> ((JsonObject) call).getString("thread"))
        .collect(Collectors.toSet());
  }

  private static boolean isEventLoop(String thread) {
    return thread.contains("eventloop");
  }
}
