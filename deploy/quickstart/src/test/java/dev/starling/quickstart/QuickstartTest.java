package dev.starling.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.launch.Platform;
import dev.starling.core.launch.RunningService;
import dev.starling.core.launch.StartFailure;
import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import dev.starling.testing.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuickstartTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private Path directory;
  private Running quickstart;

  /** A quickstart in this process. */
  record Running(Platform platform, List<RunningService> services) {
    static Running start(Path directory) throws SettingsException {
      QuickstartSettings settings =
          SettingsLoader.load(
                  QuickstartSettings.class,
                  "quickstart",
                  List.of(),
                  Map.of(),
                  Map.of(
                      "cluster.enabled", "false",
                      "free-ports", "true",
                      "database.directory", directory.toString(),
                      "http.port", "0",
                      "management.port", "0"))
              .settings();
      Platform platform = Platform.start("quickstart", settings, List.of("quickstart"));
      try {
        return new Running(platform, Quickstart.start(platform, settings));
      } catch (StartFailure failure) {
        closed(platform);
        throw failure;
      }
    }

    String origin() {
      return services.get(0).addresses().get("http");
    }

    void stop() throws TimeoutException {
      for (RunningService service : services) {
        service.stop(15, TimeUnit.SECONDS);
      }
      platform.close(15, TimeUnit.SECONDS);
    }

    private static void closed(Platform platform) {
      try {
        platform.close(15, TimeUnit.SECONDS);
      } catch (TimeoutException failure) {
        throw new AssertionError(failure);
      }
    }
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary.resolve("data");
    quickstart = Running.start(directory);
  }

  @AfterAll
  void stop() throws Exception {
    quickstart.stop();
  }

  @Test
  void every_service_runs() {
    assertThat(quickstart.services())
        .extracting(RunningService::name)
        .containsExactly(
            "edge",
            "rest",
            "inventory",
            "favorites",
            "cart",
            "promotions",
            "recommendations",
            "storefront",
            "probe",
            "chat",
            "counter",
            "echo");
  }

  @ParameterizedTest
  @CsvSource({
    "/, Starling shop",
    "/counter/, starling-counter.js",
    "/counter/starling-counter.js, class StarlingCounter",
    "/count, '\"count\":'",
    "/chat/, starling-chat.js",
    "/chat/starling-chat.js, class StarlingChat",
    "/chat/users, '\"online\":'",
    "/time, '\"month\":'",
    "/docs, docs/swagger-ui-bundle.js",
    "/openapi.yaml, openapi: 3.1",
    "/products/4, '\"product_id\":4'",
    "/products/4/inventory, '{\"inventory\":'",
    "/inventory?product_id=4, '\"product_id\":4'",
    "/users/1/favorites, '[{\"product_id\":1},{\"product_id\":2},{\"product_id\":3}]'",
    "/users/2/cart, '[{\"product_id\":1},{\"product_id\":2},{\"product_id\":5}]'",
    "/users/1/recommendations, '\"buyers\":'",
    "/promotions, '\"promotion_id\":'",
    "/home?user_id=1, '\"promotions\":[{'",
    "/requests/, <form",
  })
  void the_one_origin_serves_what_each_service_has(String path, String content) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(content);
  }

  @Test
  void the_sample_catalogue_is_there_with_what_the_other_services_know_of_it() throws Exception {
    assertThat(new JsonArray(get("/brands").body()).size()).isGreaterThanOrEqualTo(100);
    JsonObject page = new JsonObject(get("/products/all?user_id=3").body());

    assertThat(page.getInteger("cart_items")).isZero();
    assertThat(page.getInteger("favorite_items")).isEqualTo(3);
    assertThat(page.getJsonArray("products")).hasSize(1_000);
    assertThat(page.getJsonArray("products").getJsonObject(3).getInteger("inventory")).isEqualTo(4);
  }

  @Test
  void answers_come_with_each_header_once() throws Exception {
    HttpResponse<String> answer = get("/brands");

    assertThat(answer.headers().map())
        .allSatisfy((name, values) -> assertThat(values).as(name).hasSize(1))
        .containsKeys("x-request-id", "etag", "x-content-type-options");
  }

  @Test
  void the_path_of_a_websocket_leads_a_person_to_its_page() throws Exception {
    assertThat(get("/chat").headers().firstValue("Location")).hasValue("/chat/");
    assertThat(get("/counter").headers().firstValue("Location")).hasValue("/counter/");
  }

  @Test
  void the_chat_is_talked_to_through_the_one_origin() throws Exception {
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

  @Test
  void another_one_on_the_same_directory_is_refused() {
    assertThatThrownBy(() -> Running.start(directory))
        .isInstanceOf(StartFailure.class)
        .hasMessage(
            "quickstart: another one uses the directory " + directory + " (database.directory)");
  }

  @Test
  void what_was_written_is_there_after_a_restart() throws Exception {
    HttpResponse<String> added =
        http.send(
            HttpRequest.newBuilder(URI.create("http://" + quickstart.origin() + "/brands"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"brand_name\":\"survivor\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String place = added.headers().firstValue("Location").orElseThrow();

    quickstart.stop();
    quickstart = Running.start(directory);

    assertThat(get(place).body()).isEqualTo(added.body());
  }

  private WebSocketClient open(String path) throws Exception {
    String origin = quickstart.origin();
    return new WebSocketClient(
        Integer.parseInt(origin.substring(origin.indexOf(':') + 1)), path, null);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + quickstart.origin() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
