package dev.starling.terminal.load.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.load.wire.Talk.Heard;
import dev.starling.terminal.load.wire.Talk.Meaning;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class TalkTest {
  @Test
  void an_echo_is_what_was_said_last_and_nothing_else() {
    Talk talk = new EchoTalk("hi", 3);
    String first = talk.next();
    assertThat(talk.hear("New user connected!")).isEqualTo(Heard.NOISE);
    assertThat(talk.hear(first)).isEqualTo(Heard.ANSWER);
    assertThat(talk.next()).isNotEqualTo(first);
    assertThat(talk.hear(first)).isEqualTo(Heard.NOISE);
    assertThat(talk.greeting()).isEmpty();
  }

  @Test
  void a_reply_is_whatever_comes() {
    Talk talk = new ReplyTalk("PING");
    assertThat(talk.next()).isEqualTo("PING");
    assertThat(talk.hear("+PONG")).isEqualTo(Heard.ANSWER);
  }

  @Test
  void a_user_on_a_line_waits_until_the_own_words_come_back() {
    Talk talk = new LineChatTalk("load-a-1", "hi");
    assertThat(talk.greeting()).hasValue("CONNECT load-a-1");
    assertThat(talk.hear("Welcome! 2 user(s) are online!")).isEqualTo(Heard.WELCOME);
    String text = talk.next();
    assertThat(talk.hear("load-a-2: " + text)).isEqualTo(Heard.NOISE);
    assertThat(talk.hear("load-a-1 connected!")).isEqualTo(Heard.NOISE);
    assertThat(talk.hear("load-a-1: " + text)).isEqualTo(Heard.ANSWER);
    assertThat(talk.hear("ERROR too fast; not delivered"))
        .isEqualTo(Heard.rejection("too fast; not delivered"));
  }

  @Test
  void a_user_on_a_web_socket_waits_until_the_own_words_come_back() {
    Talk talk = new FrameChatTalk("load-a-1", "hi");
    assertThat(new JsonObject(talk.greeting().orElseThrow()))
        .isEqualTo(frame("connect").put("username", "load-a-1"));
    assertThat(talk.hear(frame("welcome").encode())).isEqualTo(Heard.WELCOME);
    String text = new JsonObject(talk.next()).getString("text");
    JsonObject message = frame("message").put("text", text);
    assertThat(talk.hear(frame("ack").put("id", "m1").encode())).isEqualTo(Heard.NOISE);
    assertThat(talk.hear(message.put("username", "load-a-2").encode())).isEqualTo(Heard.NOISE);
    assertThat(talk.hear(message.put("username", "load-a-1").encode())).isEqualTo(Heard.ANSWER);
    assertThat(talk.hear(frame("error").put("code", "rate_limited").encode()).meaning())
        .isEqualTo(Meaning.REJECTION);
  }

  @Test
  void what_is_not_the_protocol_is_noise() {
    Talk talk = new FrameChatTalk("load-a-1", "hi");
    assertThat(talk.hear("{\"error\"")).isEqualTo(Heard.NOISE);
    assertThat(talk.hear("[\"load-a-1\"]")).isEqualTo(Heard.NOISE);
    assertThat(talk.hear("{\"type\":7,\"username\":\"load-a-1\"}")).isEqualTo(Heard.NOISE);
    assertThat(talk.hear("\u0000\u0001load-a-1")).isEqualTo(Heard.NOISE);
  }

  private static JsonObject frame(String type) {
    return new JsonObject().put("type", type);
  }
}
