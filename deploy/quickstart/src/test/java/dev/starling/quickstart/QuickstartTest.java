package dev.starling.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shared.launch.Platform;
import dev.starling.shared.launch.RunningService;
import dev.starling.shared.settings.SettingsException;
import dev.starling.shared.settings.SettingsLoader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuickstartTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private Platform platform;
  private String origin;

  @BeforeEach
  void start() throws SettingsException {
    QuickstartSettings settings =
        SettingsLoader.load(
                QuickstartSettings.class,
                "quickstart",
                List.of(),
                Map.of(),
                Map.of(
                    "cluster.enabled", "false",
                    "free-ports", "true",
                    "http.port", "0",
                    "management.port", "0"))
            .settings();
    platform = Platform.start(settings.cluster(), List.of("counter", "echo"));
    List<RunningService> running = Quickstart.start(platform, settings);
    assertThat(running).extracting(RunningService::name).containsExactly("edge", "counter", "echo");
    origin = running.get(0).addresses().get("http");
  }

  @AfterEach
  void stop() throws Exception {
    platform.close(15, TimeUnit.SECONDS);
  }

  @Test
  void the_one_origin_serves_the_page_and_the_count() throws Exception {
    assertThat(get("/").body()).contains("id=\"counter\"");
    assertThat(get("/count").body()).isEqualTo("{\"count\":0}");
  }

  @Test
  void what_no_service_answers_is_a_problem() throws Exception {
    HttpResponse<String> answer = get("/nothing");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void websockets_are_relayed_in_both_directions_with_their_end() throws Exception {
    BlockingQueue<String> first = new LinkedBlockingQueue<>();
    BlockingQueue<String> second = new LinkedBlockingQueue<>();
    open(first);
    assertThat(first.poll(10, TimeUnit.SECONDS)).isEqualTo("1");
    WebSocket offender = open(second);
    assertThat(second.poll(10, TimeUnit.SECONDS)).isEqualTo("2");
    assertThat(first.poll(10, TimeUnit.SECONDS)).isEqualTo("2");
    offender.sendText("x".repeat(5_000), true).join();
    assertThat(second.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 1009");
    assertThat(first.poll(10, TimeUnit.SECONDS)).isEqualTo("1");
  }

  private WebSocket open(BlockingQueue<String> heard) {
    return http.newWebSocketBuilder()
        .buildAsync(
            URI.create("ws://" + origin + "/counter"),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                heard.add(text.toString());
                socket.request(1);
                return null;
              }

              @Override
              public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                heard.add("closed " + code);
                return null;
              }
            })
        .join();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + origin + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
