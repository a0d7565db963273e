package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class TranscriptHttpTest extends WebSocketFixture {
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
}
