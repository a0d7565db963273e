package dev.starling.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TestService;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports, as they are asked for with one request. */
@Timeout(180)
class ReportTest {
  private static TargetServer target;
  private static TestService service;
  private static ProbeClient probe;

  @BeforeAll
  static void start() throws Exception {
    target = new TargetServer();
    service =
        TestService.start(
            ProbeService.DEFINITION,
            Map.of("http.port", "0", "allow", "127.0.0.1", "max-body", "256KiB"));
    probe = new ProbeClient(service);
  }

  @AfterAll
  static void stop() throws TimeoutException {
    service.close();
    target.close();
  }

  @Test
  void a_report_in_json_counts_and_lists_everything() throws Exception {
    JsonObject report = probe.report(target.url("/ok"), 10);
    assertThat(report.getString("url")).isEqualTo(target.url("/ok"));
    assertThat(report.getInteger("requests")).isEqualTo(10);
    assertThat(report.getInteger("succeeded")).isEqualTo(10);
    assertThat(report.getInteger("failed")).isZero();
    assertThat(report.getJsonArray("failures")).isEmpty();
    assertThat(report.getJsonArray("results")).hasSize(10);
    JsonObject result = report.getJsonArray("results").getJsonObject(0);
    assertThat(result.fieldNames()).containsExactly("status", "time_us", "size");
    assertThat(result.getInteger("status")).isEqualTo(200);
    assertThat(result.getLong("time_us")).isPositive();
    assertThat(result.getInteger("size")).isEqualTo(5);
  }

  @Test
  void blocking_code_gets_the_same_report() throws Exception {
    HttpResponse<String> answer =
        probe.json(
            ProbeClient.path("async_to_sync", "url", target.url("/ok"), "request_num", "10"));
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject report = new JsonObject(answer.body());
    assertThat(report.getInteger("succeeded")).isEqualTo(10);
    assertThat(report.fieldNames()).isEqualTo(probe.report(target.url("/ok"), 10).fieldNames());
  }

  @Test
  void a_report_for_people_has_tables_percentiles_and_a_picture() throws Exception {
    String page =
        probe
            .get(ProbeClient.path("", "url", target.url("/ok"), "request_num", "10"), "text/html")
            .body();
    assertThat(page)
        .contains(
            "<table id=\"results\">", "<table id=\"percentiles\">", "<svg id=\"distribution\"")
        .doesNotContain("<table id=\"failures\">");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, application/json",
    "'application/json;q=0.4, text/html;q=0.5', text/html",
    "'text/html,application/xhtml+xml,*/*;q=0.8', text/html",
    "'application/json, text/plain, */*;q=0.1', application/json",
    "*/*, text/html",
    "image/png, text/html"
  })
  void the_answer_is_of_the_kind_that_is_preferred(String accept, String type) throws Exception {
    String path = ProbeClient.path("", "url", target.url("/ok"), "request_num", "1");
    assertThat(probe.get(path, accept).headers().firstValue("Content-Type").orElseThrow())
        .startsWith(type);
  }

  @Test
  void without_an_order_there_is_the_page_with_the_form() throws Exception {
    HttpResponse<String> page = probe.get("/requests/", "text/html");
    assertThat(page.body()).contains("<form id=\"order\"").doesNotContain("<h2>Report");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .doesNotContain("unsafe");
    for (String file : new String[] {"probe.js", "probe.css"}) {
      assertThat(probe.get("/requests/" + file, "*/*").statusCode()).isEqualTo(200);
    }
    assertThat(probe.get("/requests?url=x", "text/html").headers().firstValue("Location"))
        .hasValue("/requests/?url=x");
  }

  @Test
  void an_answer_of_any_status_is_a_result_and_head_has_no_body() throws Exception {
    JsonObject report = probe.report(target.url("/missing"), 2, "method", "head");
    assertThat(report.getJsonArray("results").encode())
        .contains("\"status\":404")
        .contains("\"size\":0");
    assertThat(report.getJsonObject("statuses").getInteger("404")).isEqualTo(2);
  }

  @Test
  void redirects_are_followed_to_an_end() throws Exception {
    JsonObject there = probe.report(target.url("/to?location=/ok"), 2);
    assertThat(there.getInteger("succeeded")).isEqualTo(2);
    assertThat(fails("/round")).isEqualTo("more than 5 redirects, gave up");
    assertThat(fails("/to?location=ftp://example.org/"))
        .contains("redirects to what must begin with http");
  }

  @Test
  void each_kind_of_failure_is_one_clear_line() throws Exception {
    assertThat(fails("/endless")).isEqualTo("the answer is longer than 262144 bytes");
    assertThat(fails("/cut")).contains("closed the connection before its answer was over");
    assertThat(fails("/hang", "timeout", "0.1")).isEqualTo("no complete answer within 100 ms");
    assertThat(failsAt("https://127.0.0.1:" + target.port() + "/")).startsWith("TLS with ");
    assertThat(failsAt("http://no-such-host.invalid/"))
        .isEqualTo("no address found for no-such-host.invalid");
    int nobody;
    try (ServerSocket unused = new ServerSocket(0)) {
      nobody = unused.getLocalPort();
    }
    assertThat(failsAt("http://127.0.0.1:" + nobody + "/")).endsWith("refused the connection");
    assertThat(probe.metric("starling_probe_failures_total{kind=\"too_long\"")).isEqualTo(1);
  }

  @Test
  void a_run_that_takes_too_long_is_cut_short_and_reported() throws Exception {
    JsonObject report =
        probe.report(
            target.url("/hang"), 5, "concurrency", "2", "total_timeout", "0.2", "timeout", "5");
    assertThat(report.getInteger("failed")).isEqualTo(5);
    assertThat(report.getString("cut_short")).isEqualTo("the run took longer than 200 ms");
    assertThat(report.getJsonArray("failures").stream().map(Object::toString))
        .filteredOn(text -> text.startsWith("not finished"))
        .hasSize(2);
    target.awaitHanging(2);
    target.awaitAbandoned(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?url=http://example.org/", "?request_num=1", "?request_num=1&url="})
  void half_an_order_is_told_what_is_missing(String query) throws Exception {
    assertProblem("/requests/" + query, 400, "is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "request_num, 0",
    "request_num, -1",
    "request_num, 1001",
    "request_num, 99999999999999999999",
    "request_num, 1.5",
    "request_num, ten",
    "request_num, +5",
    "request_num, %2B5",
    "request_num, %205",
    "request_num, %D9%A5",
    "request_num, %EF%BC%91",
    "timeout, %D9%A5",
    "timeout, %2B1",
    "concurrency, 0",
    "concurrency, 101",
    "timeout, 0",
    "timeout, -1",
    "timeout, 51",
    "timeout, NaN",
    "timeout, 1e3",
    "total_timeout, 51s",
    "method, POST",
    "url, ftp://example.org/",
    "url, http://user:secret@example.org/",
    "url, nonsense"
  })
  void a_wrong_parameter_is_named(String name, String value) throws Exception {
    Map<String, String> parameters =
        new TreeMap<>(Map.of("url", target.url("/ok"), "request_num", "1"));
    parameters.put(name, value);
    String[] pairs =
        parameters.entrySet().stream()
            .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
            .toArray(String[]::new);
    for (String page : new String[] {"", "async_to_sync", "events"}) {
      assertProblem(ProbeClient.path(page, pairs), 400, name + " ");
    }
  }

  @Test
  void a_parameter_given_twice_is_refused() throws Exception {
    assertProblem(
        ProbeClient.path("", "url", target.url("/ok"), "request_num", "1", "request_num", "2"),
        400,
        "request_num is given 2 times");
  }

  @Test
  void a_wrong_method_and_an_unknown_path_are_problems() throws Exception {
    assertThat(probe.post("/requests/").statusCode()).isEqualTo(405);
    assertProblem("/requests/nothing", 404, "nothing");
  }

  private static void assertProblem(String path, int status, String detail) throws Exception {
    HttpResponse<String> answer = probe.json(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(new JsonObject(answer.body()).getString("detail")).contains(detail);
  }

  private static String fails(String path, String... more) throws Exception {
    return failsAt(target.url(path), more);
  }

  private static String failsAt(String url, String... more) throws Exception {
    JsonObject report = probe.report(url, 1, more);
    assertThat(report.getInteger("failed")).isEqualTo(1);
    return report.getJsonArray("failures").getString(0);
  }
}
