package dev.starling.terminal.load.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.load.wire.ProtocolDriver.Heard;
import dev.starling.terminal.load.wire.ProtocolDriver.Meaning;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ProtocolDriverTest {
  @Test
  void an_echo_is_what_was_said_last_and_nothing_else() {
    ProtocolDriver driver = new EchoDriver("hi", 3);
    String first = driver.next();
    assertThat(driver.hear("New user connected!")).isEqualTo(Heard.NOISE);
    assertThat(driver.hear(first)).isEqualTo(Heard.ANSWER);
    assertThat(driver.next()).isNotEqualTo(first);
    assertThat(driver.hear(first)).isEqualTo(Heard.NOISE);
    assertThat(driver.greeting()).isEmpty();
  }

  @Test
  void a_reply_is_whatever_comes() {
    ProtocolDriver driver = new ReplyDriver("PING");
    assertThat(driver.next()).isEqualTo("PING");
    assertThat(driver.hear("+PONG")).isEqualTo(Heard.ANSWER);
  }

  @Test
  void a_user_on_a_line_waits_until_the_own_words_come_back() {
    ProtocolDriver driver = new LineChatDriver("load-a-1", "hi");
    assertThat(driver.greeting()).hasValue("CONNECT load-a-1");
    assertThat(driver.hear("Welcome! 2 user(s) are online!")).isEqualTo(Heard.WELCOME);
    String text = driver.next();
    assertThat(driver.hear("load-a-2: " + text)).isEqualTo(Heard.NOISE);
    assertThat(driver.hear("load-a-1 connected!")).isEqualTo(Heard.NOISE);
    assertThat(driver.hear("load-a-1: " + text)).isEqualTo(Heard.ANSWER);
    assertThat(driver.hear("ERROR too fast; not delivered"))
        .isEqualTo(Heard.rejection("too fast; not delivered"));
  }

  @Test
  void a_user_on_a_web_socket_waits_until_the_own_words_come_back() {
    ProtocolDriver driver = new FrameChatDriver("load-a-1", "hi");
    assertThat(new JsonObject(driver.greeting().orElseThrow()))
        .isEqualTo(frame("connect").put("username", "load-a-1"));
    assertThat(driver.hear(frame("welcome").encode())).isEqualTo(Heard.WELCOME);
    String text = new JsonObject(driver.next()).getString("text");
    JsonObject message = frame("message").put("text", text);
    assertThat(driver.hear(frame("ack").put("id", "m1").encode())).isEqualTo(Heard.NOISE);
    assertThat(driver.hear(message.put("username", "load-a-2").encode())).isEqualTo(Heard.NOISE);
    assertThat(driver.hear(message.put("username", "load-a-1").encode())).isEqualTo(Heard.ANSWER);
    assertThat(driver.hear(frame("error").put("code", "rate_limited").encode()).meaning())
        .isEqualTo(Meaning.REJECTION);
  }

  @Test
  void what_is_not_the_protocol_is_noise() {
    ProtocolDriver driver = new FrameChatDriver("load-a-1", "hi");
    assertThat(driver.hear("{\"error\"")).isEqualTo(Heard.NOISE);
    assertThat(driver.hear("[\"load-a-1\"]")).isEqualTo(Heard.NOISE);
    assertThat(driver.hear("{\"type\":7,\"username\":\"load-a-1\"}")).isEqualTo(Heard.NOISE);
    assertThat(driver.hear("\u0000\u0001load-a-1")).isEqualTo(Heard.NOISE);
  }

  private static JsonObject frame(String type) {
    return new JsonObject().put("type", type);
  }
}
