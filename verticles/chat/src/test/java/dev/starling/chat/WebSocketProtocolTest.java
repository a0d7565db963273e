package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import dev.starling.testing.WebSocketClient;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketProtocolTest extends WebSocketFixture {
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
  void when_the_service_stops_connections_are_closed_with_1001() throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      service.drain();
      assertThat(ada.closeCode()).isEqualTo(1001);
    }
  }
}
