package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.WebSocketClient;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Sessions that go on over another WebSocket, and those that may not. */
class SessionResumptionTest extends WebSocketFixture {
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
}
