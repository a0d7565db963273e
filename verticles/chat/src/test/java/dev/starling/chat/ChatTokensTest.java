package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.BearerToken;
import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import dev.starling.testing.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The chat where tokens are asked for; every test has users of its own. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatTokensTest {
  private static final String SECRET = "a secret of 32 characters or more";

  private final TestService service =
      TestService.start(
          ChatService.DEFINITION,
          Map.of(
              "http.port", "0",
              "tcp.port", "0",
              "auth.jwt.secret", SECRET,
              "auth.jwt.leeway", "0s"));
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  void stop() throws TimeoutException {
    service.close();
  }

  @Test
  void a_token_in_the_connect_frame_says_who_one_is() throws Exception {
    try (WebSocketClient ada = open()) {
      connect(ada, "ada", token("ada"));
      assertThat(type(ada)).isEqualTo("welcome");
      assertThat(frame(ada).getString("username")).isEqualTo("ada");
    }
  }

  @Test
  void the_name_may_be_left_to_the_token() throws Exception {
    try (WebSocketClient ada = open()) {
      connect(ada, null, token("bea"));
      assertThat(type(ada)).isEqualTo("welcome");
      assertThat(frame(ada).getString("username")).isEqualTo("bea");
    }
  }

  @Test
  void the_token_may_come_in_the_header_instead() throws Exception {
    try (WebSocketClient ada =
        WebSocketClient.withToken(service.port("http"), "/chat", token("cleo"))) {
      connect(ada, "cleo", null);
      assertThat(type(ada)).isEqualTo("welcome");
    }
  }

  @Test
  void a_page_may_show_the_token_as_a_subprotocol() throws Exception {
    try (WebSocketClient mia =
        WebSocketClient.offering(
            service.port("http"), "/chat", "starling.v1", "bearer." + token("mia"))) {
      connect(mia, "mia", null);
      assertThat(type(mia)).isEqualTo("welcome");
    }
    try (WebSocketClient noa =
        WebSocketClient.offering(
            service.port("http"), "/chat", "starling.v1", "bearer." + mistyped("noa"))) {
      connect(noa, "noa", null);
      assertThat(frame(noa).getString("code")).isEqualTo("unauthorized");
    }
  }

  @Test
  void without_a_valid_token_for_the_name_nobody_is_let_in() throws Exception {
    refused("dora", null, "this needs a bearer token");
    refused("dora", "rubbish", "the bearer token is not valid");
    refused("dora", "", "the bearer token is not valid");
    refused("dora", token("grace"), "the bearer token is for 'grace'");
    refused("dora", mistyped("dora"), "the bearer token is not valid");
    refused(null, token("a b"), "the bearer token's sub is no user name");
    refused("dora", BearerToken.signed(SECRET, new JsonObject()), "the bearer token's sub is no");
    refused(
        "dora",
        BearerToken.signed("another secret of 32 characters..", claims("dora")),
        "the bearer token is not valid");
    refused(
        "dora",
        BearerToken.signed(SECRET, claims("dora").put("exp", now() - 60)),
        "the bearer token is not valid");
  }

  @Test
  void connections_end_with_their_tokens_and_go_on_with_others() throws Exception {
    // Time enough to get in.
    long soon = now() + 5;
    try (TcpClient gwen = new TcpClient(service.port("tcp"));
        WebSocketClient eve = open()) {
      connect(eve, "eve", BearerToken.signed(SECRET, claims("eve").put("exp", soon)));
      JsonObject welcome = frame(eve);
      assertThat(welcome.getString("type")).isEqualTo("welcome");
      long joined = frame(eve).getLong("seq");
      String token = BearerToken.signed(SECRET, claims("gwen").put("exp", soon));
      gwen.send("CONNECT gwen " + token + "\n");
      assertThat(gwen.line()).startsWith("Welcome!");
      assertThat(eve.closeCode()).isEqualTo(4004);
      assertThat(last(gwen)).isEqualTo("ERROR the bearer token has expired");
      JsonObject resume =
          new JsonObject()
              .put("session", welcome.getString("session"))
              .put("epoch", welcome.getString("epoch"))
              .put("seq", joined);
      String late = BearerToken.signed(SECRET, claims("eve").put("exp", soon));
      assertThat(resumed(late, resume).getString("code")).isEqualTo("unauthorized");
      assertThat(resumed(token("eve"), resume).getString("type")).isEqualTo("welcome");
    }
  }

  @Test
  void a_new_token_keeps_the_connection_and_nobody_reads_left_or_joined() throws Exception {
    long soon = now() + 5;
    try (WebSocketClient hal = open();
        WebSocketClient witness = open()) {
      connect(hal, "hal", BearerToken.signed(SECRET, claims("hal").put("exp", soon)));
      assertThat(type(hal)).isEqualTo("welcome");
      assertThat(type(hal)).isEqualTo("joined");
      connect(witness, "iris", BearerToken.signed(SECRET, claims("iris").put("exp", soon)));
      assertThat(type(witness)).isEqualTo("welcome");
      refresh(hal, token("hal"));
      assertThat(until(hal, "refreshed").fieldNames()).containsExactly("type");
      // The one that was not refreshed is closed when both tokens would have ended.
      assertThat(witness.closeCode()).isEqualTo(4004);
      hal.send("{\"type\":\"message\",\"id\":\"late\",\"text\":\"still here\"}");
      assertThat(until(hal, "ack").getString("id")).isEqualTo("late");
    }
  }

  @Test
  void a_new_token_says_when_it_expires() throws Exception {
    try (WebSocketClient jan = open()) {
      connect(jan, "jan", token("jan"));
      long later = now() + 600;
      refresh(jan, BearerToken.signed(SECRET, claims("jan").put("exp", later)));
      assertThat(Instant.parse(until(jan, "refreshed").getString("expires")).getEpochSecond())
          .isEqualTo(later);
    }
  }

  @Test
  void a_token_that_is_not_the_users_changes_nothing() throws Exception {
    try (WebSocketClient kim = open()) {
      connect(kim, "kim", token("kim"));
      for (String wrong : new String[] {token("grace"), mistyped("kim"), ""}) {
        refresh(kim, wrong);
        assertThat(until(kim, "error").getString("code")).isEqualTo("token_invalid");
      }
      kim.send("{\"type\":\"refresh\"}");
      assertThat(until(kim, "error").getString("code")).isEqualTo("malformed");
      kim.send("{\"type\":\"message\",\"id\":\"m\",\"text\":\"still here\"}");
      assertThat(until(kim, "ack").getString("id")).isEqualTo("m");
    }
  }

  @Test
  void a_refresh_is_no_first_frame() throws Exception {
    try (WebSocketClient lee = open()) {
      refresh(lee, token("lee"));
      assertThat(frame(lee).getString("code")).isEqualTo("expected_connect");
      assertThat(lee.closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void a_terminal_says_its_token_after_its_name() throws IOException {
    assertThat(terminal("CONNECT fay\n")).isEqualTo("ERROR this needs a bearer token\n");
    assertThat(terminal("CONNECT fay " + token("grace") + "\n"))
        .isEqualTo("ERROR the bearer token is for 'grace'\n");
    assertThat(terminal("CONNECT fay " + mistyped("fay") + "\n"))
        .isEqualTo("ERROR the bearer token is not valid\n");
    assertThat(terminal("HELLO\n")).isEqualTo("ERROR expected CONNECT <username> <token>\n");
    try (TcpClient fay = new TcpClient(service.port("tcp"))) {
      fay.send("CONNECT fay " + token("fay") + "\nhello\n");
      assertThat(fay.line()).startsWith("Welcome!");
      assertThat(fay.line()).isEqualTo("fay connected!\n");
      fay.endOutput();
      assertThat(new String(fay.rest(), StandardCharsets.UTF_8)).contains("fay: hello\n");
    }
  }

  @Test
  void the_transcript_and_the_users_are_read_with_a_token_only() throws Exception {
    for (String path : new String[] {"/chat/messages", "/chat/users"}) {
      HttpResponse<String> refused = get(path, null);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(get(path, "rubbish").statusCode()).isEqualTo(401);
      assertThat(get(path, mistyped("grace")).statusCode()).isEqualTo(401);
      assertThat(get(path, token("grace")).statusCode()).isEqualTo(200);
    }
    assertThat(get("/", null).statusCode()).isEqualTo(200);
  }

  private static void refresh(WebSocketClient client, String token) {
    client.send(new JsonObject().put("type", "refresh").put("token", token).encode());
  }

  /** The next frame of a type; others before it are passed over. */
  private static JsonObject until(WebSocketClient client, String type) throws Exception {
    JsonObject frame = frame(client);
    while (!frame.getString("type").equals(type)) {
      frame = frame(client);
    }
    return frame;
  }

  private void refused(String username, String token, String message) throws Exception {
    try (WebSocketClient client = open()) {
      connect(client, username, token);
      JsonObject error = frame(client);
      assertThat(error.getString("code")).isEqualTo("unauthorized");
      assertThat(error.getString("message")).startsWith(message);
      assertThat(client.closeCode()).isEqualTo(4002);
    }
  }

  /** The answer to who goes on as a session. */
  private JsonObject resumed(String token, JsonObject resume) throws Exception {
    try (WebSocketClient ada = open()) {
      ada.send(
          new JsonObject()
              .put("type", "connect")
              .put("username", "eve")
              .put("token", token)
              .put("resume", resume)
              .encode());
      return frame(ada);
    }
  }

  private static String last(TcpClient client) throws IOException {
    String all = new String(client.rest(), StandardCharsets.UTF_8).strip();
    return all.substring(all.lastIndexOf('\n') + 1);
  }

  private WebSocketClient open() throws Exception {
    return new WebSocketClient(service.port("http"), "/chat", null);
  }

  private static void connect(WebSocketClient client, String username, String token) {
    JsonObject frame = new JsonObject().put("type", "connect");
    if (username != null) {
      frame.put("username", username);
    }
    if (token != null) {
      frame.put("token", token);
    }
    client.send(frame.encode());
  }

  private static JsonObject frame(WebSocketClient client) throws InterruptedException {
    return new JsonObject(client.next());
  }

  private static String type(WebSocketClient client) throws InterruptedException {
    return frame(client).getString("type");
  }

  private String terminal(String line) throws IOException {
    try (TcpClient client = new TcpClient(service.port("tcp"))) {
      client.send(line);
      return client.line();
    }
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

  private static String token(String subject) {
    return BearerToken.signed(SECRET, claims(subject));
  }

  /** Signed, with a claim that is of another type than RFC 7519 gives it. */
  private static String mistyped(String subject) {
    return BearerToken.signed(SECRET, claims(subject).put("exp", "9999999999"));
  }

  private static JsonObject claims(String subject) {
    return new JsonObject().put("sub", subject);
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }
}
