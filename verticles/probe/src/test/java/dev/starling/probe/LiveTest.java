package dev.starling.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs under way: watched, cancelled, left alone by their client, too many of them. */
@Timeout(180)
class LiveTest {
  private static TargetServer target;
  private static TestService service;
  private static ProbeClient probe;

  @BeforeAll
  static void start() throws Exception {
    target = new TargetServer();
    service = startService();
    probe = new ProbeClient(service);
  }

  private static TestService startService() {
    return TestService.start(
        ProbeService.DEFINITION, Map.of("http.port", "0", "allow", "127.0.0.1"));
  }

  @AfterEach
  void no_run_is_left() throws Exception {
    awaitNoRuns();
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    target.close();
  }

  @Test
  void progress_rises_to_the_end_and_then_comes_the_report() throws Exception {
    try (TcpClient client = ask(live("/slow", 30, 2))) {
      assertThat(await(client, "event: run")).contains("\"requests\":30");
      int before = -1;
      String data = await(client, "event: progress");
      while (new JsonObject(data).getInteger("done") < 30) {
        assertThat(new JsonObject(data).getInteger("done")).isGreaterThan(before);
        before = new JsonObject(data).getInteger("done");
        data = await(client, "event: progress");
      }
      assertThat(before).isPositive();
      assertThat(await(client, "event: report")).contains("<h2>Report</h2>");
    }
  }

  @Test
  void a_cancelled_run_reports_what_was_done() throws Exception {
    try (TcpClient client = ask(live("/hang", 10, 3))) {
      String name = new JsonObject(await(client, "event: run")).getString("name");
      target.awaitHanging(3);
      assertThat(probe.post("/requests/cancel?run=" + name).statusCode()).isEqualTo(204);
      target.awaitAbandoned(3);
      assertThat(await(client, "event: report"))
          .contains("It ended early: cancelled", "<td>3<td class=\"text\">not finished: cancelled");
      assertThat(probe.post("/requests/cancel?run=" + name).statusCode()).isEqualTo(404);
    }
    assertThat(probe.post("/requests/cancel").statusCode()).isEqualTo(400);
  }

  @Test
  void a_run_ends_when_its_client_goes_away() throws Exception {
    for (String path :
        new String[] {
          live("/hang", 10, 3),
          ProbeClient.path("", "url", target.url("/hang"), "request_num", "3"),
          ProbeClient.path("async_to_sync", "url", target.url("/hang"), "request_num", "3")
        }) {
      TcpClient client = ask(path);
      target.awaitHanging(3);
      client.close();
      target.awaitAbandoned(3);
    }
  }

  @Test
  void blocking_calls_end_when_their_client_goes_away() throws Exception {
    TcpClient client = ask(ProbeClient.path("sync_to_async", "sleep_time", "10", "num_calls", "5"));
    await(() -> probe.metric("starling_probe_runs{") == 1);
    client.close();
  }

  @Test
  void a_client_has_as_many_runs_as_it_may_and_then_is_told_to_wait() throws Exception {
    TcpClient first = ask(live("/hang", 1, 1));
    TcpClient second = ask(live("/hang", 1, 1));
    target.awaitHanging(2);
    for (String page : new String[] {"", "async_to_sync", "events"}) {
      HttpResponse<String> answer =
          probe.json(ProbeClient.path(page, "url", target.url("/ok"), "request_num", "1"));
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(answer.body()).contains("you have 2 run(s) under way");
    }
    assertThat(probe.json(ProbeClient.path("sync_to_async", "sleep_time", "0", "num_calls", "1")))
        .returns(429, HttpResponse::statusCode);
    first.close();
    target.awaitAbandoned(1);
    await(() -> probe.metric("starling_probe_runs{") == 1);
    assertThat(probe.report(target.url("/ok"), 1).getInteger("succeeded")).isEqualTo(1);
    second.close();
  }

  @Test
  void behind_a_known_load_balancer_each_client_has_runs_of_its_own() throws Exception {
    try (TestService behind =
        TestService.start(
            ProbeService.DEFINITION,
            Map.of(
                "http.port",
                "0",
                "allow",
                "127.0.0.1",
                "proxies",
                "127.0.0.1",
                "max-running",
                "1"))) {
      String hang = live("/hang", 1, 1);
      List<TcpClient> clients = new ArrayList<>();
      // Only what the load balancer added itself, at the end, counts.
      for (String from : new String[] {"1.1.1.1", "1.1.1.1, 2.2.2.2", "2a00::1", "2a00:0:0:1::1"}) {
        clients.add(ask(behind, hang, from));
      }
      target.awaitHanging(4);
      for (String from : new String[] {"1.1.1.1", "3.3.3.3, 2.2.2.2", "2a00::2"}) {
        try (TcpClient again = ask(behind, hang, from)) {
          assertThat(again.line()).contains("429");
        }
      }
      for (TcpClient client : clients) {
        client.close();
      }
      target.awaitAbandoned(4);
    }
  }

  @Test
  void a_drain_lets_a_run_finish() throws Exception {
    try (TestService draining = startService()) {
      ProbeClient its = new ProbeClient(draining);
      CompletableFuture<JsonObject> report =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return its.report(target.url("/slow"), 20, "concurrency", "1");
                } catch (IOException | InterruptedException failure) {
                  throw new IllegalStateException(failure);
                }
              });
      await(() -> its.metric("starling_probe_requests_total{") > 0);
      draining.drain();
      assertThat(report.get(60, TimeUnit.SECONDS).getInteger("succeeded")).isEqualTo(20);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Metrics cannot be waited for otherwise than by looking again. */
  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static void awaitNoRuns() throws Exception {
    await(() -> probe.metric("starling_probe_runs{") == 0);
  }

  private static String live(String path, int requests, int concurrency) {
    return ProbeClient.path(
        "events",
        "url",
        target.url(path),
        "request_num",
        Integer.toString(requests),
        "concurrency",
        Integer.toString(concurrency));
  }

  private static TcpClient ask(String path) throws IOException {
    // Nobody here is known as a load balancer, so this is not heard.
    return ask(service, path, "9.9.9.9, not an address");
  }

  private static TcpClient ask(TestService asked, String path, String from) throws IOException {
    TcpClient client = new TcpClient(asked.port("http"));
    client.send(
        "GET " + path + " HTTP/1.1\r\nHost: probe\r\nX-Forwarded-For: " + from + "\r\n\r\n");
    return client;
  }

  /** Reads up to an event of this kind; returns its data. */
  private static String await(TcpClient client, String event) throws IOException {
    String line = client.line();
    while (!line.startsWith(event)) {
      assertThat(line).isNotEmpty();
      line = client.line();
    }
    return client.line().replaceFirst("data: ", "");
  }
}
