package dev.starling.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.starling.systemtests.clients.Chromium;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.ShowLogs;
import dev.starling.testing.BearerToken;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The browser module of the chat, in Chromium, with tokens that are valid for seconds. */
@ExtendWith(ShowLogs.class)
class ChatTokensIT {
  private static final String SECRET = "a secret of 32 characters or more";
  private static final long SECONDS = (long) Machine.allow(6);

  /** Connects, and returns how often it connected when the token was refreshed so many times. */
  private static final String STAY =
      """
      async (times) => {
        const { StarlingChat } = await import("/starling-chat.js");
        const chat = new StarlingChat({ token: () => window.token() });
        let welcomes = 0;
        return new Promise((heard) => {
          let refreshed = 0;
          chat.on("welcome", () => welcomes++);
          chat.on("expiring", ({ message }) => heard(message));
          chat.on("refused", ({ code }) => heard(code));
          chat.on("refreshed", ({ expires }) => {
            if (!expires) heard("a token that does not expire");
            else if (++refreshed === times) heard(welcomes);
          });
          chat.connect("ada");
        });
      }
      """;

  private static Cluster cluster;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = new Chromium();
    cluster = Deployment.of("chat", 1).with("STARLING_AUTH_JWT_SECRET", SECRET).start();
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

  @Test
  void a_token_is_refreshed_before_it_expires_over_one_connection() {
    AtomicInteger tokens = new AtomicInteger();
    try (Page page = chromium.open(cluster.instance(0).address())) {
      page.exposeFunction(
          "token",
          arguments -> {
            tokens.incrementAndGet();
            long expires = Instant.now().getEpochSecond() + SECONDS;
            JsonObject claims = new JsonObject().put("sub", "ada").put("exp", expires);
            return BearerToken.signed(SECRET, claims);
          });
      assertThat(page.evaluate(STAY, 3)).as("welcomes").isEqualTo(1);
      assertThat(tokens).as("tokens asked for").hasValueGreaterThanOrEqualTo(4);
    }
  }
}
