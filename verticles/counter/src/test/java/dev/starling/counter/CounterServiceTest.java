package dev.starling.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.HttpTestClient;
import dev.starling.testing.Starling;
import dev.starling.testing.StarlingExtension;
import dev.starling.testing.TestService;
import dev.starling.testing.WebSocketClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(180)
@ExtendWith(StarlingExtension.class)
class CounterServiceTest {
  private Starling starling;
  private TestService service;
  private HttpTestClient http;

  @BeforeEach
  void start(Starling given) {
    starling = given;
    service =
        starling.start(
            CounterService.DEFINITION,
            Map.of("http.port", "0", "http.origins", "https://example.org"));
    http = starling.http(service);
  }

  @Test
  void the_first_frame_comes_at_once_and_includes_the_new_socket() throws Exception {
    WebSocketClient first = client();
    WebSocketClient second = client();
    assertThat(first.next()).isEqualTo("1");
    assertThat(first.next()).isEqualTo("2");
    assertThat(second.next()).isEqualTo("2");
  }

  @Test
  void who_leaves_is_counted_no_more() throws Exception {
    WebSocketClient stays = client();
    WebSocketClient leaves = client();
    stays.await("2");
    leaves.close();
    stays.await("1");
  }

  @Test
  void a_burst_is_sent_as_few_frames_and_the_last_value_arrives() throws Exception {
    WebSocketClient watcher = client();
    for (int i = 0; i < 200; i++) {
      client();
    }
    assertThat(watcher.await("201")).isLessThan(100);
  }

  @Test
  void what_clients_send_is_ignored() throws Exception {
    WebSocketClient client = client();
    client.next();
    client.send("x".repeat(4_096));
    client();
    assertThat(client.next()).isEqualTo("2");
  }

  @Test
  void a_frame_over_4_kib_closes_with_1009_and_is_counted_no_more() throws Exception {
    WebSocketClient stays = client();
    WebSocketClient offender = client();
    stays.await("2");
    offender.send("x".repeat(4_097));
    assertThat(offender.closeCode()).isEqualTo(1009);
    stays.await("1");
  }

  @Test
  void a_plain_get_is_told_to_upgrade() throws Exception {
    HttpResponse<String> answer = http.get("/counter");
    assertThat(answer.statusCode()).isEqualTo(426);
    assertThat(answer.headers().firstValue("Upgrade")).hasValue("websocket");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void the_count_is_there_to_read_once() throws Exception {
    WebSocketClient client = client();
    client.await("1");
    HttpResponse<String> answer = http.get("/count");
    assertThat(answer.body()).isEqualTo("{\"count\":1}");
  }

  @Test
  void a_page_of_a_foreign_origin_may_not_connect_and_one_of_ours_may() throws Exception {
    assertThat(WebSocketClient.refusal(service.port("http"), "/counter", "https://evil.example"))
        .isEqualTo(403);
    try (WebSocketClient ours =
        new WebSocketClient(service.port("http"), "/counter", "https://example.org")) {
      assertThat(ours.next()).isEqualTo("1");
    }
  }

  @Test
  void an_unknown_path_and_a_wrong_method_are_problems() throws Exception {
    assertThat(http.get("/nothing").body()).contains("\"status\":404");
    HttpResponse<String> answer =
        http.send(http.request("/count").POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow"))
        .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
  }

  @Test
  void the_page_is_served() throws Exception {
    assertThat(http.get("/").body()).contains("id=\"counter\"");
  }

  @Test
  void draining_closes_with_1001() throws Exception {
    WebSocketClient client = client();
    client.await("1");
    CompletableFuture<Void> drained = CompletableFuture.runAsync(service::drain);
    assertThat(client.closeCode()).isEqualTo(1001);
    drained.get(60, TimeUnit.SECONDS);
  }

  private WebSocketClient client() throws Exception {
    return starling.webSocket(service, "/counter");
  }
}
