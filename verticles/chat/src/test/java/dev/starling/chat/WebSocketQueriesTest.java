package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client asks over its WebSocket: earlier events, who is there. */
class WebSocketQueriesTest extends WebSocketFixture {
  private static List<String> texts(JsonObject answer) {
    return answer.getJsonArray("events").stream()
        .map(event -> ((JsonObject) event).getString("text", ""))
        .toList();
  }

  private static void ask(WebSocketClient client, JsonObject question) {
    client.send(question.encode());
  }

  private static JsonObject question(String type) {
    return new JsonObject().put("type", type);
  }

  @Test
  void earlier_events_are_read_backwards_page_by_page() throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      for (int i = 1; i <= 5; i++) {
        say(ada, "m" + i, "text " + i);
        next(ada, "ack");
        next(ada, "message");
      }
      ask(ada, question("history").put("id", "h1").put("limit", 2));
      JsonObject newest = next(ada, "history");
      assertThat(newest.getString("id")).isEqualTo("h1");
      assertThat(texts(newest)).containsExactly("text 4", "text 5");
      long first = newest.getJsonArray("events").getJsonObject(0).getLong("seq");
      assertThat(newest.getLong("tail")).isEqualTo(first + 1);
      ask(ada, question("history").put("before", first).put("limit", 2));
      JsonObject earlier = next(ada, "history");
      assertThat(earlier.fieldNames()).doesNotContain("id");
      assertThat(texts(earlier)).containsExactly("text 2", "text 3");
      assertThat(new JsonObject(get("/chat/messages?before=" + first + "&limit=2").body()))
          .isEqualTo(
              new JsonObject()
                  .put("epoch", earlier.getString("epoch"))
                  .put("events", earlier.getJsonArray("events"))
                  .put("tail", earlier.getLong("tail")));
    }
  }

  @Test
  void who_is_there_is_read_page_by_page_in_alphabetical_order() throws Exception {
    try (WebSocketClient ada = welcomed("ada");
        WebSocketClient cleo = welcomed("cleo");
        WebSocketClient bea = welcomed("bea")) {
      assertThat(next(ada, "joined").getString("username")).isEqualTo("cleo");
      assertThat(next(cleo, "joined").getString("username")).isEqualTo("bea");
      ask(bea, question("presence").put("id", "p").put("limit", 2));
      assertThat(next(bea, "presence"))
          .isEqualTo(
              new JsonObject(
                  "{\"type\":\"presence\",\"id\":\"p\",\"online\":3,"
                      + "\"users\":[\"ada\",\"bea\"],\"more\":true}"));
      ask(bea, question("presence").put("after", "bea"));
      assertThat(next(bea, "presence"))
          .isEqualTo(
              new JsonObject(
                  "{\"type\":\"presence\",\"online\":3,\"users\":[\"cleo\"],\"more\":false}"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"history\",\"id\":\"q\",\"before\":0}",
        "{\"type\":\"history\",\"id\":\"q\",\"before\":\"7\"}",
        "{\"type\":\"history\",\"id\":\"q\",\"before\":1.5}",
        "{\"type\":\"history\",\"id\":\"q\",\"limit\":0}",
        "{\"type\":\"history\",\"id\":\"q\",\"limit\":101}",
        "{\"type\":\"presence\",\"id\":\"q\",\"limit\":99999999999999}",
        "{\"type\":\"presence\",\"id\":\"q\",\"after\":7}",
        "{\"type\":\"presence\",\"id\":\"q\",\"after\":\"\\u0000\"}"
      })
  void a_question_with_a_wrong_field_is_malformed(String question) throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      ada.send(question);
      assertError(ada, "malformed", "q");
    }
  }

  @Test
  void questions_count_as_messages_and_are_answered_one_at_a_time() throws Exception {
    try (WebSocketClient ada = welcomed("ada")) {
      for (int i = 0; i < 200; i++) {
        ask(ada, question("history").put("id", "q" + i));
      }
      int answered = 0;
      int rejected = 0;
      while (answered + rejected < 200) {
        JsonObject frame = new JsonObject(ada.next());
        if (frame.getString("type").equals("history")) {
          answered++;
        } else {
          assertThat(frame.getString("code")).isEqualTo("rate_limited");
          rejected++;
        }
      }
      assertThat(answered).isPositive();
      assertThat(rejected).isPositive();
    }
  }

  @Test
  void a_question_is_no_first_frame() throws Exception {
    try (WebSocketClient client = open()) {
      ask(client, question("presence"));
      assertError(client, "expected_connect", null);
      assertThat(client.closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void over_http_a_page_is_before_or_after() throws Exception {
    for (String wrong :
        new String[] {"before=0", "before=x", "before=3&after=1", "before=1&before=2"}) {
      assertThat(get("/chat/messages?" + wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    assertThat(get("/chat/messages?before=9223372036854775807").statusCode()).isEqualTo(200);
  }
}
