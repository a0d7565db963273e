package dev.starling.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import dev.starling.systemtests.clients.Chromium;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.ShowLogs;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The browser module of the chat, in Chromium, on connections that lose what is sent. */
@ExtendWith(ShowLogs.class)
class ChatModuleIT {
  /** After which the server lets go of a user whose connection is dead. */
  private static final String IDLE_TIMEOUT = "4s";

  private static final double SOON = Machine.allow(20_000);
  private static final Pattern CHAT = Pattern.compile("ws://[^/]+/chat");

  /** Connects, and returns what the module says first. */
  private static final String CONNECT =
      """
      async ([username, nameTimeout, soon]) => {
        const { StarlingChat } = await import("/starling-chat.js");
        const chat = new StarlingChat({ connectTimeout: 500, nameTimeout });
        return new Promise((heard) => {
          chat.on("welcome", () => heard("welcome"));
          chat.on("refused", ({ code }) => heard(code));
          setTimeout(heard, soon, "nothing");
          chat.connect(username);
        });
      }
      """;

  private static Cluster cluster;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = new Chromium();
    cluster = Deployment.of("chat", 1).with("STARLING_IDLE_TIMEOUT", IDLE_TIMEOUT).start();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  /** A page whose first connections lose their welcome, and then their end. */
  private static Page open(AtomicInteger connections, int lost) {
    Page page = chromium.open(cluster.instance(0).address());
    page.routeWebSocket(
        CHAT,
        client -> {
          WebSocketRoute server = client.connectToServer();
          if (connections.incrementAndGet() <= lost) {
            server.onMessage(frame -> {});
            client.onClose((code, reason) -> {});
          }
        });
    page.reload();
    return page;
  }

  private static Object heard(Page page, String username, int nameTimeout) {
    return page.evaluate(CONNECT, List.of(username, nameTimeout, SOON));
  }

  @Test
  void a_user_whose_welcome_was_lost_is_welcomed_once_the_server_has_let_go_of_the_name() {
    AtomicInteger connections = new AtomicInteger();
    try (Page page = open(connections, 1)) {
      assertThat(heard(page, "ada", 60_000)).isEqualTo("welcome");
      assertThat(connections).as("refused meanwhile").hasValueGreaterThan(2);
    }
  }

  @Test
  void a_name_that_is_still_taken_after_the_time_of_a_lost_attempt_is_refused() {
    AtomicInteger connections = new AtomicInteger();
    try (Page page = open(connections, 1)) {
      assertThat(heard(page, "bob", 1_000)).isEqualTo("username_taken");
      assertThat(connections).hasValueGreaterThan(2);
    }
  }

  @Test
  void a_name_that_somebody_else_has_is_refused_at_once() {
    AtomicInteger connections = new AtomicInteger();
    try (Page other = open(new AtomicInteger(), 0);
        Page page = open(connections, 0)) {
      assertThat(heard(other, "eve", 60_000)).isEqualTo("welcome");
      assertThat(heard(page, "eve", 60_000)).isEqualTo("username_taken");
      assertThat(connections).hasValue(1);
    }
  }
}
