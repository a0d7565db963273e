package dev.starling.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.service.ServiceDefinition;
import dev.starling.probe.context.ProbeSettings;
import dev.starling.probe.guard.Resolver;
import dev.starling.testing.TestService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** It cannot be used to reach inside. One server is allowed, one on the same port is a secret. */
@Timeout(180)
class InsideTest {
  private static final Map<String, Queue<List<InetAddress>>> ANSWERS = new ConcurrentHashMap<>();
  private static TargetServer allowed;
  private static TargetServer secret;
  private static TestService service;
  private static ProbeClient probe;

  @BeforeAll
  static void start() throws Exception {
    allowed = new TargetServer("127.0.0.2", 0);
    secret = new TargetServer("127.0.0.1", allowed.port());
    service =
        TestService.start(
            new ServiceDefinition<>(
                "probe",
                ProbeSettings.class,
                settings -> settings.http().listener().host(),
                (settings, context) -> new ProbeVerticle(settings, context, vertx -> resolver())),
            Map.of("http.port", "0", "allow", "127.0.0.2,127.0.0.3"));
    probe = new ProbeClient(service);
  }

  @AfterEach
  void nobody_came_to_the_secret() {
    assertThat(secret.connections()).isZero();
  }

  @AfterAll
  static void stop() throws TimeoutException {
    service.close();
    allowed.close();
    secret.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "2130706433",
        "127.0.0.1.",
        "１２７.0.0.1",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::]",
        "[fe80::1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "%31%32%37.0.0.1",
        "[64:ff9b::7f00:1]",
        "10.0.0.1",
        "169.254.169.254"
      })
  void an_inside_address_is_refused_in_any_spelling(String host) throws Exception {
    assertForbidden("http://" + host + ":" + allowed.port() + "/ok");
  }

  @Test
  void a_name_is_judged_by_its_address() throws Exception {
    resolves("inside.example", "127.0.0.1");
    assertForbidden("http://inside.example:" + allowed.port() + "/ok");
  }

  @Test
  void a_name_with_one_inside_address_among_others_is_refused() throws Exception {
    resolves("mixed.example", "127.0.0.2", "127.0.0.1");
    assertForbidden("http://mixed.example:" + allowed.port() + "/ok");
  }

  @Test
  void a_name_that_means_something_else_the_second_time_is_connected_to_where_it_was_checked()
      throws Exception {
    resolves("rebinding.example", "127.0.0.2");
    resolves("rebinding.example", "127.0.0.1");
    String url = "http://rebinding.example:" + allowed.port() + "/ok";
    assertThat(probe.report(url, 30).getInteger("succeeded")).isEqualTo(30);
    assertThat(allowed.hosts())
        .filteredOn(host -> host.equals("rebinding.example:" + allowed.port()))
        .hasSize(30);
    assertForbidden(url);
  }

  @Test
  void a_redirect_to_an_inside_address_is_a_failure_of_that_request() throws Exception {
    String inside = "http://127.0.0.1:" + allowed.port() + "/ok";
    JsonObject report = probe.report(there("/to?location=" + inside), 3);
    assertThat(report.getInteger("failed")).isEqualTo(3);
    assertThat(report.getJsonArray("failures").getString(0))
        .contains("is not allowed: its address is loopback");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//127.1:PORT/ok",
        "http:\\\\127.0.0.1:PORT\\ok",
        "http://127.0.0.2@127.0.0.1:PORT/ok",
        "http://%31%32%37.0.0.1:PORT/ok",
        "http://0x7f.1:PORT/ok",
        "http://[::ffff:7f00:1]:PORT/ok"
      })
  void a_redirect_inside_is_noticed_in_any_spelling(String location) throws Exception {
    String encoded =
        URLEncoder.encode(location.replace("PORT", "" + allowed.port()), StandardCharsets.US_ASCII);
    JsonObject report = probe.report(there("/to?location=" + encoded), 3);
    assertThat(report.getJsonArray("failures"))
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line.toString()).endsWith("is not allowed: its address is loopback"));
  }

  @Test
  void a_redirect_to_a_name_is_connected_to_where_the_name_was_checked() throws Exception {
    resolves("hop.example", "127.0.0.2");
    resolves("hop.example", "127.0.0.1");
    String location = "http://hop.example.:" + allowed.port() + "/ok";
    assertThat(probe.report(there("/to?location=" + location), 30).getInteger("succeeded"))
        .isEqualTo(30);
  }

  @Test
  void a_redirect_to_a_name_that_turns_inside_is_a_failure_of_that_request() throws Exception {
    resolves("turns.example", "127.0.0.1");
    JsonObject report =
        probe.report(there("/to?location=http://turns.example:" + allowed.port() + "/ok"), 3);
    assertThat(report.getInteger("failed")).isEqualTo(3);
  }

  @Test
  void a_dead_first_address_does_not_hide_the_second() throws Exception {
    resolves("two.example", "127.0.0.3", "127.0.0.2");
    assertThat(
            probe.report("http://two.example:" + allowed.port() + "/ok", 3).getInteger("succeeded"))
        .isEqualTo(3);
  }

  @Test
  void live_runs_and_blocking_code_are_refused_too() throws Exception {
    for (String page : new String[] {"events", "async_to_sync"}) {
      String path =
          ProbeClient.path(
              page, "url", "http://127.0.0.1:" + allowed.port() + "/ok", "request_num", "1");
      assertThat(probe.json(path).statusCode()).isEqualTo(403);
    }
  }

  private String there(String path) {
    return "http://127.0.0.2:" + allowed.port() + path;
  }

  private void assertForbidden(String url) throws Exception {
    HttpResponse<String> answer = probe.json(ProbeClient.path("", "url", url, "request_num", "3"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  /** The next answer for a name; the last one is repeated. */
  private static void resolves(String name, String... addresses) throws UnknownHostException {
    List<InetAddress> answer = new ArrayList<>();
    for (String address : addresses) {
      answer.add(InetAddress.getByName(address));
    }
    ANSWERS.computeIfAbsent(name, first -> new ConcurrentLinkedQueue<>()).add(answer);
  }

  private static Resolver resolver() {
    return name -> {
      Queue<List<InetAddress>> queue = ANSWERS.getOrDefault(name, new ConcurrentLinkedQueue<>());
      List<InetAddress> answer = queue.size() > 1 ? queue.poll() : queue.peek();
      return answer == null
          ? Future.failedFuture(new UnknownHostException(name))
          : Future.succeededFuture(answer);
    };
  }
}
