package dev.starling.shop.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.EmbeddedDatabase;
import dev.starling.testing.FreePorts;
import dev.starling.testing.TestService;
import dev.starling.testing.WebSocketClient;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TracingTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String PARENT = "00f067aa0ba902b7";
  private static final long START_SECONDS = 120;
  private static final long FIRST_BATCH_SECONDS = 20;
  private static final long LOOK_MILLIS = 50;

  private static EmbeddedDatabase database;
  private static Collector collector;
  private static TestService answering;
  private static TestService asking;

  @BeforeAll
  static void start() throws Exception {
    database = EmbeddedDatabase.create();
    collector = new Collector();
    String name = UUID.randomUUID().toString();
    List<Integer> ports = List.of(FreePorts.one(), FreePorts.one());
    answering = start(true, name, ports.get(0), ports);
    asking = start(false, name, ports.get(1), ports);
    awaitFirstTrace();
  }

  /**
   * Waits until the two have found each other and the collector has a whole trace of both: before
   * that, questions have no answer, and a batch that takes too long is lost.
   */
  private static void awaitFirstTrace() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      String trace = newTrace();
      if (get("/branch/6x7", trace, "01").statusCode() == 200
          && collector.has(trace, 4, FIRST_BATCH_SECONDS)) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("no whole trace among " + collector.all());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static TestService start(boolean answers, String name, int port, List<Integer> ports) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "tracing.enabled", "true",
                "tracing.endpoint", collector.endpoint() + "/",
                "http.port", "0",
                "instances", "1",
                "database.uri", database.uri()));
    settings.put("cluster.enabled", "true");
    settings.put("cluster.name", name);
    settings.put("cluster.port", Integer.toString(port));
    settings.put(
        "cluster.members",
        String.join(",", ports.stream().map(member -> "127.0.0.1:" + member).toList()));
    return TestService.start(Branch.definition(answers), settings);
  }

  @AfterAll
  static void stop() throws Exception {
    asking.close();
    answering.close();
    collector.close();
    database.close();
  }

  @Test
  void one_trace_leads_from_http_over_the_event_bus_to_sql() throws Exception {
    String trace = newTrace();
    assertThat(get("/branch/6x7", trace, "01").body()).isEqualTo("42");

    List<Collector.Told> spans = collector.await(trace, 4);
    Collector.Told http = only(spans, "GET /branch/{question}", SpanKind.SPAN_KIND_SERVER);
    Collector.Told asked = only(spans, "send branch.questions", SpanKind.SPAN_KIND_CLIENT);
    Collector.Told answered = only(spans, "send branch.questions", SpanKind.SPAN_KIND_SERVER);
    Collector.Told sql = only(spans, "SELECT " + databaseName(), SpanKind.SPAN_KIND_CLIENT);
    assertThat(spans).hasSize(4);
    assertThat(List.of(http.parent(), asked.parent(), answered.parent(), sql.parent()))
        .containsExactly(PARENT, http.id(), asked.id(), answered.id());
    assertThat(http.process())
        .containsEntry("service.name", "sample")
        .isEqualTo(asked.process())
        .isNotEqualTo(answered.process());
    assertThat(answered.process().get("service.instance.id"))
        .isEqualTo(answering.node().membership().self());
    assertThat(http.attributes())
        .containsEntry("http.route", "/branch/{question}")
        .containsEntry("url.path", "/branch/6x7")
        .containsEntry("http.response.status_code", "200");
    assertThat(sql.attributes())
        .containsEntry("db.query.text", "select 40 + 2")
        .doesNotContainKey("db.user");
    assertThat(spans)
        .allMatch(one -> one.span().getStatus().getCode() != StatusCode.STATUS_CODE_ERROR);
  }

  @Test
  void a_request_that_is_handed_on_with_its_headers_stays_one_trace() throws Exception {
    String trace = newTrace();
    assertThat(get("/forward/6x7", trace, "01").body()).isEqualTo("42");

    List<Collector.Told> spans = collector.await(trace, 6);
    Collector.Told outer =
        spans.stream().filter(one -> one.parent().equals(PARENT)).findFirst().orElseThrow();
    Collector.Told call =
        spans.stream().filter(one -> one.parent().equals(outer.id())).findFirst().orElseThrow();
    assertThat(call.span().getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
    assertThat(only(spans, "GET /branch/{question}", SpanKind.SPAN_KIND_SERVER).parent())
        .isEqualTo(call.id());
  }

  @Test
  void a_failure_marks_the_spans_it_went_through() throws Exception {
    String trace = newTrace();
    HttpResponse<String> answer = get("/branch/none", trace, "01");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("nobody knows");

    List<Collector.Told> spans = collector.await(trace, 3);
    Collector.Told http = only(spans, "GET /branch/{question}", SpanKind.SPAN_KIND_SERVER);
    Collector.Told asked = only(spans, "send branch.questions", SpanKind.SPAN_KIND_CLIENT);
    assertThat(http.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(http.attributes()).containsEntry("error.type", "503");
    assertThat(asked.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(asked.span().getStatus().getMessage()).isEqualTo("nobody knows");
  }

  @Test
  void neither_websockets_nor_what_is_told_to_all_nor_unsampled_requests_are_traced()
      throws Exception {
    try (WebSocketClient socket = new WebSocketClient(asking.port("http"), "/socket", null)) {
      socket.send("6x7");
      assertThat(socket.next()).isEqualTo("42");
    }
    String unsampled = newTrace();
    get("/branch/6x7", unsampled, "00");
    String last = newTrace();
    get("/branch/6x7", last, "01");

    // Both processes send what they have in its order.
    collector.await(last, 4);
    assertThat(collector.all())
        .noneMatch(one -> one.trace().equals(unsampled))
        .noneMatch(one -> "/socket".equals(one.attributes().get("url.path")))
        .noneMatch(one -> one.name().contains("branch.news"))
        .filteredOn(one -> one.name().equals("send branch.questions"))
        .noneMatch(one -> one.parent().isEmpty());
  }

  private static HttpResponse<String> get(String path, String trace, String flags)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + asking.port("http") + path))
            .header("traceparent", "00-" + trace + "-" + PARENT + "-" + flags)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Collector.Told only(List<Collector.Told> spans, String name, SpanKind kind) {
    List<Collector.Told> found =
        spans.stream()
            .filter(one -> one.name().equals(name) && one.span().getKind() == kind)
            .toList();
    assertThat(found).as("%s, %s among %s", name, kind, spans).hasSize(1);
    return found.get(0);
  }

  private static String newTrace() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static String databaseName() {
    return database.uri().replaceFirst(".*/", "");
  }
}
