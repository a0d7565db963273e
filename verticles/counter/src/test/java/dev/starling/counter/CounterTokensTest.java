package dev.starling.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.BearerToken;
import dev.starling.testing.TestService;
import dev.starling.testing.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The counter where tokens are asked for. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CounterTokensTest {
  private static final String SECRET = "a secret of 32 characters or more";
  private static final String VALID =
      BearerToken.signed(SECRET, new JsonObject().put("sub", "ada"));
  private static final String FORGED =
      BearerToken.signed("another secret of 32 characters..", new JsonObject().put("sub", "ada"));

  private final TestService service =
      TestService.start(
          CounterService.DEFINITION, Map.of("http.port", "0", "auth.jwt.secret", SECRET));
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  void stop() throws TimeoutException {
    service.close();
  }

  @Test
  void a_websocket_opens_with_a_token_in_the_query_and_not_without() throws Exception {
    assertThat(refusal("")).isEqualTo(401);
    assertThat(refusal("?access_token=" + FORGED)).isEqualTo(401);
    assertThat(refusal("?access_token=")).isEqualTo(401);
    assertThat(refusal("?token=" + VALID)).isEqualTo(401);
    try (WebSocketClient client =
        new WebSocketClient(service.port("http"), "/counter?access_token=" + VALID, null)) {
      assertThat(client.next()).matches("\\d+");
    }
  }

  @Test
  void a_websocket_opens_with_a_token_among_its_subprotocols() throws Exception {
    try (WebSocketClient client =
        WebSocketClient.offering(
            service.port("http"), "/counter", "starling.v1", "bearer." + VALID)) {
      assertThat(client.next()).matches("\\d+");
    }
  }

  @Test
  void the_number_is_read_with_a_token_in_the_header_or_the_query() throws Exception {
    HttpResponse<String> none = get("/count", null);
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(none.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    HttpResponse<String> forged = get("/count", FORGED);
    assertThat(forged.statusCode()).isEqualTo(401);
    assertThat(forged.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer error=\"invalid_token\"");
    HttpResponse<String> ada = get("/count", VALID);
    assertThat(ada.body()).matches("\\{\"count\":\\d+}");
    assertThat(ada.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(get("/count?access_token=" + VALID, null).statusCode()).isEqualTo(200);
  }

  @Test
  void a_token_that_has_expired_is_none() throws Exception {
    long past = Instant.now().getEpochSecond() - 60;
    String token = BearerToken.signed(SECRET, new JsonObject().put("sub", "ada").put("exp", past));
    assertThat(get("/count", token).statusCode()).isEqualTo(401);
  }

  @Test
  void a_claim_of_the_wrong_type_is_refused_on_every_way_in() throws Exception {
    String token =
        BearerToken.signed(SECRET, new JsonObject().put("sub", "ada").put("exp", new JsonObject()));
    assertThat(get("/count", token).statusCode()).isEqualTo(401);
    assertThat(get("/count?access_token=" + token, null).statusCode()).isEqualTo(401);
    assertThat(refusal("?access_token=" + token)).isEqualTo(401);
  }

  @Test
  void the_page_needs_none() throws Exception {
    assertThat(get("/", null).statusCode()).isEqualTo(200);
  }

  private int refusal(String query) {
    return WebSocketClient.refusal(service.port("http"), "/counter" + query, null);
  }

  private HttpResponse<String> get(String path, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port("http") + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
