package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shared.testing.TcpClient;
import dev.starling.shared.testing.TestService;
import dev.starling.shared.testing.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class WebSocketProtocolTest {
  private TestService service = start(Map.of());

  @AfterEach
  void stop() throws TimeoutException {
    service.close();
  }

  @Test
  void a_user_is_welcomed_then_joins_and_what_is_said_is_acknowledged() throws Exception {
    try (WebSocketClient ada = open()) {
      connect(ada, "ada");
      JsonObject welcome = next(ada, "welcome");
      assertThat(welcome.getString("session")).matches("[0-9a-f]{32}");
      assertThat(welcome.getInteger("online")).isEqualTo(1);
      assertThat(welcome.getString("epoch")).isNotEmpty();
      long seq = welcome.getLong("seq");
      JsonObject joined = next(ada, "joined");
      assertThat(joined.remove("chain")).asString().matches("[0-9a-f]{16}");
      assertThat(joined)
          .isEqualTo(
              new JsonObject()
                  .put("type", "joined")
                  .put("seq", (int) seq + 1)
                  .put("username", "ada")
                  .put("online", 1));
      say(ada, "m1", "hello");
      assertThat(next(ada, "ack").getLong("seq")).isEqualTo(seq + 2);
      JsonObject message = next(ada, "message");
      assertThat(message.getLong("seq")).isEqualTo(seq + 2);
      assertThat(message.getString("username")).isEqualTo("ada");
      assertThat(message.getString("text")).isEqualTo("hello");
      assertThat(message.getString("at"))
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }
  }

  @Test
  void terminals_and_browsers_read_one_transcript() throws Exception {
    try (WebSocketClient ada = open()) {
      TcpClient grace = new TcpClient(service.port("tcp"));
      connect(ada, "ada");
      next(ada, "welcome");
      next(ada, "joined");
      grace.send("CONNECT grace\nhi\n");
      assertThat(next(ada, "joined").getInteger("online")).isEqualTo(2);
      assertThat(next(ada, "message").getString("text")).isEqualTo("hi");
      assertThat(grace.line()).isEqualTo("Welcome! 2 user(s) are online!\n");
      grace.close();
      assertThat(next(ada, "left").getString("username")).isEqualTo("grace");
    }
  }

  @Test
  void the_same_id_again_is_acknowledged_with_its_first_seq_and_delivered_once() throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      say(ada, "m1", "hello");
      long seq = next(ada, "ack").getLong("seq");
      next(ada, "message");
      say(ada, "m1", "hello");
      assertThat(next(ada, "ack").getLong("seq")).isEqualTo(seq);
      say(ada, "m2", "bye");
      next(ada, "ack");
      assertThat(next(ada, "message").getString("text")).isEqualTo("bye");
    }
  }

  @Test
  void a_message_without_id_is_delivered_and_not_acknowledged() throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      ada.send("{\"type\":\"message\",\"text\":\"hello\"}");
      assertThat(next(ada, "message").getString("text")).isEqualTo("hello");
    }
  }

  @Test
  void a_session_goes_on_over_a_new_connection_while_the_old_one_still_seems_open()
      throws Exception {
    try (WebSocketClient old = open();
        WebSocketClient grace = open()) {
      connect(old, "ada");
      JsonObject welcome = next(old, "welcome");
      long joined = next(old, "joined").getLong("seq");
      connect(grace, "grace");
      next(grace, "welcome");
      next(grace, "joined");
      say(grace, "g1", "are you there?");
      next(grace, "ack");
      next(grace, "message");

      try (WebSocketClient fresh = open()) {
        resume(fresh, "ada", welcome, joined);
        JsonObject again = next(fresh, "welcome");
        assertThat(again.getString("session")).isEqualTo(welcome.getString("session"));
        assertThat(again.getLong("seq")).isEqualTo(joined);
        assertThat(next(fresh, "joined").getString("username")).isEqualTo("grace");
        assertThat(next(fresh, "message").getString("text")).isEqualTo("are you there?");
        assertThat(old.closeCode()).isEqualTo(4003);
        say(fresh, "m1", "yes");
        next(fresh, "ack");
        assertThat(next(grace, "message").getString("text"))
            .as("no left, no joined")
            .isEqualTo("yes");
      }
    }
  }

  @Test
  void a_session_that_left_joins_again_and_its_retries_are_recognised() throws Exception {
    JsonObject welcome;
    long seq;
    try (WebSocketClient watcher = welcomed("watcher")) {
      try (WebSocketClient ada = open()) {
        connect(ada, "ada");
        welcome = next(ada, "welcome");
        next(ada, "joined");
        say(ada, "m1", "hello");
        seq = next(ada, "ack").getLong("seq");
      }
      next(watcher, "joined");
      next(watcher, "message");
      next(watcher, "left");
      try (WebSocketClient ada = open()) {
        resume(ada, "ada", welcome, welcome.getLong("seq"));
        assertThat(next(ada, "welcome").getString("session"))
            .isEqualTo(welcome.getString("session"));
        next(ada, "joined");
        next(ada, "message");
        next(ada, "left");
        assertThat(next(ada, "joined").getString("username")).isEqualTo("ada");
        say(ada, "m1", "hello");
        assertThat(next(ada, "ack").getLong("seq")).isEqualTo(seq);
      }
    }
  }

  @Test
  void a_session_that_the_client_made_up_is_replaced_by_one_of_the_server_s() throws Exception {
    String invented = "0123456789abcdef".repeat(2);
    try (WebSocketClient ada = open();
        WebSocketClient thief = open();
        WebSocketClient again = open()) {
      JsonObject madeUp = new JsonObject().put("session", invented).put("epoch", "e");
      resume(ada, "ada", madeUp, 0);
      JsonObject welcome = next(ada, "welcome");
      assertThat(welcome.getString("session")).matches("[0-9a-f]{32}").isNotEqualTo(invented);

      resume(thief, "ada", madeUp, 0);
      assertThat(next(thief, "error").getString("code")).isEqualTo("username_taken");

      resume(again, "ada", welcome, welcome.getLong("seq"));
      assertThat(next(again, "welcome").getString("session"))
          .isEqualTo(welcome.getString("session"));
    }
  }

  @Test
  void another_epoch_is_a_gap_and_only_what_is_new_follows() throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      say(ada, "m1", "before");
      next(ada, "ack");
      next(ada, "message");
      try (WebSocketClient grace = open()) {
        JsonObject elsewhere =
            new JsonObject().put("session", "0".repeat(32)).put("epoch", "another");
        resume(grace, "grace", elsewhere, 1);
        assertThat(next(grace, "welcome").getLong("seq")).isEqualTo(2);
        JsonObject gap = next(grace, "gap");
        assertThat(gap.containsKey("from")).isFalse();
        assertThat(next(grace, "joined").getString("username")).isEqualTo("grace");
      }
    }
  }

  @Test
  void a_name_in_use_is_refused_unless_it_is_the_same_session() throws Exception {
    try (WebSocketClient ada = welcomed("ada");
        WebSocketClient thief = open()) {
      resume(thief, "ada", new JsonObject().put("session", "f".repeat(32)).put("epoch", "e"), 1);
      assertThat(next(thief, "error").getString("code")).isEqualTo("username_taken");
      assertThat(thief.closeCode()).isEqualTo(4002);
      say(ada, "m1", "mine");
      next(ada, "ack");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hello", "[]", "{\"type\":\"message\",\"text\":\"x\"}", "{\"type\":\"shout\"}"})
  void another_first_frame_is_refused(String frame) throws Exception {
    try (WebSocketClient client = open()) {
      client.send(frame);
      assertThat(next(client, "error").getString("code")).isEqualTo("expected_connect");
      assertThat(client.closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void a_wrong_name_and_a_binary_first_frame_are_refused() throws Exception {
    try (WebSocketClient wrong = open();
        WebSocketClient binary = open()) {
      connect(wrong, "a b");
      assertThat(next(wrong, "error").getString("code")).isEqualTo("username_invalid");
      assertThat(wrong.closeCode()).isEqualTo(4002);
      binary.sendBinary(new byte[] {1, 2, 3});
      assertThat(next(binary, "error").getString("code")).isEqualTo("expected_connect");
      assertThat(binary.closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void who_does_not_connect_in_time_is_refused() throws Exception {
    restart(Map.of("connect-timeout", "300ms"));
    try (WebSocketClient late = open()) {
      assertThat(next(late, "error").getString("code")).isEqualTo("expected_connect");
      assertThat(late.closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void who_is_silent_is_closed() throws Exception {
    restart(Map.of("idle-timeout", "500ms"));
    try (WebSocketClient silent = welcomed("ada")) {
      assertThat(silent.closeCode()).isEqualTo(4000);
    }
  }

  @Test
  void an_error_after_connect_names_the_message_and_leaves_the_connection_open() throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      say(ada, "m1", "x".repeat(4_097));
      assertError(ada, "message_too_long", "m1");
      say(ada, "m2", "bell\u0007");
      assertError(ada, "message_invalid", "m2");
      say(ada, "m3", "two\nlines");
      assertError(ada, "message_invalid", "m3");
      say(ada, "m4", "");
      assertError(ada, "message_invalid", "m4");
      ada.send("{\"type\":\"message\",\"id\":\"m5\",\"text\":\"\\ud800\"}");
      assertError(ada, "message_invalid", "m5");
      ada.send("not json");
      assertError(ada, "malformed", null);
      ada.sendBinary(new byte[] {1});
      assertError(ada, "malformed", null);
      connect(ada, "ada");
      assertError(ada, "malformed", null);
      say(ada, "m6", "é".repeat(2_048));
      assertThat(next(ada, "ack").getString("id")).isEqualTo("m6");
    }
  }

  @Test
  void a_flood_is_cut_to_the_rate() throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      for (int i = 0; i < 100; i++) {
        say(ada, "m" + i, "flood");
      }
      int limited = 0;
      int acknowledged = 0;
      while (limited + acknowledged < 100) {
        JsonObject frame = new JsonObject(ada.next());
        if ("rate_limited".equals(frame.getString("code"))) {
          limited++;
        } else if ("ack".equals(frame.getString("type"))) {
          acknowledged++;
        }
      }
      assertThat(acknowledged).as("the burst").isGreaterThanOrEqualTo(40);
      assertThat(limited).isPositive();
    }
  }

  @Test
  void the_rate_is_the_users_and_not_the_connections() throws Exception {
    restart(Map.of("rate.per-second", "1", "rate.burst", "5"));
    try (WebSocketClient first = open()) {
      connect(first, "ada");
      JsonObject welcome = next(first, "welcome");
      long seq = next(first, "joined").getLong("seq");
      for (int i = 0; i < 5; i++) {
        say(first, "m" + i, "x");
        next(first, "ack");
        seq = next(first, "message").getLong("seq");
      }
      try (WebSocketClient resumed = open()) {
        resume(resumed, "ada", welcome, seq);
        next(resumed, "welcome");
        assertThat(acknowledged(resumed, 20)).isLessThan(10);
      }
    }
    awaitEmpty();
    try (TcpClient terminal = new TcpClient(service.port("tcp"))) {
      terminal.send("CONNECT Ada\n" + "x\n".repeat(20) + "\n");
      assertThat(terminal.line()).startsWith("Welcome!");
      int limited = 0;
      for (int i = 0; i < 21; i++) {
        limited += terminal.line().startsWith("ERROR more than") ? 1 : 0;
      }
      assertThat(limited).isGreaterThan(10);
    }
  }

  private void awaitEmpty() throws Exception {
    while (!get("/chat/users").body().contains("\"online\":0")) {
      Thread.sleep(5);
    }
  }

  private static int acknowledged(WebSocketClient client, int messages)
      throws InterruptedException {
    for (int i = 0; i < messages; i++) {
      say(client, "again" + i, "x");
    }
    int acknowledged = 0;
    for (int answers = 0; answers < messages; ) {
      JsonObject frame = new JsonObject(client.next());
      if ("ack".equals(frame.getString("type"))) {
        acknowledged++;
        answers++;
      } else if ("error".equals(frame.getString("type"))) {
        answers++;
      }
    }
    return acknowledged;
  }

  @Test
  void a_name_that_looks_like_one_in_use_is_refused_also_to_a_session_that_goes_on()
      throws Exception {
    try (WebSocketClient ada = open()) {
      connect(ada, "ada");
      JsonObject welcome = next(ada, "welcome");
      next(ada, "joined");
      for (String name : new String[] {"Ada", "\u0430\u0501\u0430", "\uff41\uff44\uff41"}) {
        try (WebSocketClient imitator = open();
            WebSocketClient resumed = open()) {
          connect(imitator, name);
          JsonObject error = next(imitator, "error");
          assertThat(error.getString("code")).isEqualTo("username_taken");
          assertThat(error.getString("message"))
              .isEqualTo("username '" + name + "' is taken: it looks like 'ada'");
          resume(resumed, name, welcome, 1);
          assertThat(next(resumed, "error").getString("code")).isEqualTo("username_taken");
        }
      }
      say(ada, "m1", "still me");
      next(ada, "ack");
    }
  }

  @Test
  void ids_that_no_store_keeps_are_malformed_and_hurt_nobody() throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      for (String id : new String[] {"a\\u0000b", "\\ud800", "\\udc00x", "a\\nb"}) {
        ada.send("{\"type\":\"message\",\"id\":\"" + id + "\",\"text\":\"hi\"}");
        assertError(ada, "malformed", null);
      }
      say(ada, "m1", "hello");
      next(ada, "ack");
    }
  }

  @Test
  void a_frame_that_is_too_long_closes_with_1009() throws Exception {
    try (WebSocketClient ada = welcomed("ada");
        WebSocketClient grace = welcomed("grace")) {
      next(ada, "joined");
      ada.send("x".repeat(65_537));
      assertThat(ada.closeCode()).isEqualTo(1009);
      assertThat(next(grace, "left").getString("username")).isEqualTo("ada");
    }
  }

  @Test
  void when_the_service_stops_connections_are_closed_with_1001() throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      service.drain();
      assertThat(ada.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void the_transcript_and_the_users_are_read_over_http() throws Exception {
    try (WebSocketClient ada = welcomed("ada");
        WebSocketClient grace = welcomed("grace")) {
      next(ada, "joined");
      say(grace, "m1", "hello");
      next(grace, "ack");
      next(grace, "message");
      assertThat(new JsonObject(get("/chat/users").body()))
          .isEqualTo(new JsonObject("{\"online\":2,\"users\":[\"ada\",\"grace\"]}"));
      JsonObject page = new JsonObject(get("/chat/messages?after=1&limit=1").body());
      assertThat(page.getJsonArray("events")).hasSize(1);
      assertThat(page.getJsonArray("events").getJsonObject(0).getString("username"))
          .isEqualTo("grace");
      assertThat(page.getLong("tail")).isEqualTo(3);
    }
    for (String wrong :
        new String[] {
          "limit=0",
          "limit=1001",
          "limit=x",
          "after=-1",
          "limit=1&limit=2",
          "limit=%D9%A5",
          "after=%EF%BC%91",
          "after=%2B5",
          "limit=+5",
          "after=",
          "after=9223372036854775808"
        }) {
      HttpResponse<String> answer = get("/chat/messages?" + wrong);
      assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
    assertThat(get("/chat").statusCode()).isEqualTo(426);
  }

  @Test
  void the_page_its_module_and_the_contract_are_served() throws Exception {
    assertThat(get("/").body()).contains("starling-chat.js");
    assertThat(get("/starling-chat.js").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/javascript");
    assertThat(get("/asyncapi.yaml").body()).startsWith("asyncapi: 3");
  }

  private static void assertError(WebSocketClient client, String code, String id)
      throws InterruptedException {
    JsonObject error = next(client, "error");
    assertThat(error.getString("code")).isEqualTo(code);
    assertThat(error.getString("id")).isEqualTo(id);
    assertThat(error.getString("message")).isNotEmpty();
  }

  private WebSocketClient welcomed(String username) throws Exception {
    WebSocketClient client = open();
    connect(client, username);
    next(client, "welcome");
    next(client, "joined");
    return client;
  }

  private WebSocketClient open() throws Exception {
    return new WebSocketClient(service.port("http"), "/chat", null);
  }

  private static void connect(WebSocketClient client, String username) {
    client.send(new JsonObject().put("type", "connect").put("username", username).encode());
  }

  private static void resume(
      WebSocketClient client, String username, JsonObject welcome, long seq) {
    client.send(
        new JsonObject()
            .put("type", "connect")
            .put("username", username)
            .put(
                "resume",
                new JsonObject()
                    .put("session", welcome.getString("session"))
                    .put("epoch", welcome.getString("epoch"))
                    .put("seq", seq))
            .encode());
  }

  private static void say(WebSocketClient client, String id, String text) {
    client.send(new JsonObject().put("type", "message").put("id", id).put("text", text).encode());
  }

  private static JsonObject next(WebSocketClient client, String type) throws InterruptedException {
    JsonObject frame = new JsonObject(client.next());
    assertThat(frame.getString("type")).as(frame.encode()).isEqualTo(type);
    return frame;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port("http") + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private void restart(Map<String, String> settings) throws TimeoutException {
    service.close();
    service = start(settings);
  }

  private static TestService start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("http.port", "0", "tcp.port", "0"));
    all.putAll(settings);
    return TestService.start(ChatService.DEFINITION, all);
  }
}
