package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import dev.starling.testing.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long, how often and how much a browser may be silent and say. */
class WebSocketLimitsTest extends WebSocketFixture {
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
    try (TcpClient watcher = new TcpClient(service.port("tcp"));
        WebSocketClient first = open()) {
      watcher.send("CONNECT Grace\n");
      assertThat(watcher.line()).startsWith("Welcome!");
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
      while (!watcher.line().equals("ada has left the chat\n")) {
        // The messages of ada come first.
      }
    }
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
  void a_frame_that_is_too_long_closes_with_1009() throws Exception {
    try (WebSocketClient ada = welcomed("ada");
        WebSocketClient grace = welcomed("grace")) {
      next(ada, "joined");
      ada.send("x".repeat(65_537));
      assertThat(ada.closeCode()).isEqualTo(1009);
      assertThat(next(grace, "left").getString("username")).isEqualTo("ada");
    }
  }
}
