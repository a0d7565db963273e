package dev.starling.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shared.launch.Platform;
import dev.starling.shared.launch.RunningService;
import dev.starling.shared.settings.SettingsException;
import dev.starling.shared.settings.SettingsLoader;
import dev.starling.shared.testing.WebSocketClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
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
    platform = Platform.start(settings.cluster(), List.of("chat", "counter", "echo"));
    List<RunningService> running = Quickstart.start(platform, settings);
    assertThat(running)
        .extracting(RunningService::name)
        .containsExactly("edge", "chat", "counter", "echo");
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
  void the_chat_is_at_its_path_with_its_page_module_and_users() throws Exception {
    assertThat(get("/chat").headers().firstValue("Location")).hasValue("/chat/");
    assertThat(get("/chat/").body()).contains("starling-chat.js");
    assertThat(get("/chat/starling-chat.js").body()).contains("class StarlingChat");
    assertThat(get("/chat/users").body()).isEqualTo("{\"online\":0,\"users\":[]}");
    try (WebSocketClient client = open("/chat")) {
      client.send("{\"type\":\"connect\",\"username\":\"ada\"}");
      assertThat(client.next()).contains("\"welcome\"");
      assertThat(client.next()).contains("\"joined\"");
    }
  }

  @Test
  void what_no_service_answers_is_a_problem() throws Exception {
    HttpResponse<String> answer = get("/nothing");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void websockets_are_relayed_in_both_directions_with_their_end() throws Exception {
    try (WebSocketClient first = open("/counter")) {
      assertThat(first.next()).isEqualTo("1");
      try (WebSocketClient offender = open("/counter")) {
        assertThat(offender.next()).isEqualTo("2");
        assertThat(first.next()).isEqualTo("2");
        offender.send("x".repeat(5_000));
        assertThat(offender.closeCode()).isEqualTo(1009);
        assertThat(first.next()).isEqualTo("1");
      }
    }
  }

  private WebSocketClient open(String path) throws Exception {
    return new WebSocketClient(
        Integer.parseInt(origin.substring(origin.indexOf(':') + 1)), path, null);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + origin + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
