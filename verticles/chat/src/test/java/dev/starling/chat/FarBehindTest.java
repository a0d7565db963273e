package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TestService;
import dev.starling.testing.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session that comes back after far more than may wait for one client. */
@Timeout(180)
class FarBehindTest {
  private static final int MESSAGES = 3_000;
  private static final String LONG = "x".repeat(4_000);

  private final TestService service =
      TestService.start(
          ChatService.DEFINITION,
          Map.of(
              "http.port", "0",
              "tcp.port", "0",
              "rate.per-second", "0",
              "outbox-limit", "64KiB"));

  @AfterEach
  void stop() throws TimeoutException {
    service.close();
  }

  @Test
  void a_session_that_missed_megabytes_reads_all_of_it_and_is_not_closed() throws Exception {
    try (WebSocketClient ada = open()) {
      JsonObject welcome;
      try (WebSocketClient grace = open()) {
        grace.send("{\"type\":\"connect\",\"username\":\"grace\"}");
        welcome = welcomed(grace);
      }
      ada.send("{\"type\":\"connect\",\"username\":\"ada\"}");
      long seq = welcomed(ada).getLong("seq");
      for (int i = 0; i < MESSAGES; i++) {
        ada.send(new JsonObject().put("type", "message").put("text", LONG).encode());
        // One by one, since more than is held for ada would close her connection.
        seq = readMessages(ada, seq, 1);
      }

      JsonObject resume =
          new JsonObject()
              .put("session", welcome.getString("session"))
              .put("epoch", welcome.getString("epoch"))
              .put("seq", welcome.getLong("seq"));
      try (WebSocketClient back = open()) {
        back.send(
            new JsonObject()
                .put("type", "connect")
                .put("username", "grace")
                .put("resume", resume)
                .encode());
        welcomed(back);
        readMessages(back, welcome.getLong("seq"), MESSAGES);
        back.send("{\"type\":\"message\",\"id\":\"m1\",\"text\":\"still here\"}");
        assertThat(answer(back)).isEqualTo("ack");
      }
    }
  }

  private static JsonObject welcomed(WebSocketClient client) throws Exception {
    JsonObject frame = new JsonObject(client.next());
    assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("welcome");
    return frame;
  }

  /** Reads every event after one, up to the last of so many messages; returns its number. */
  private static long readMessages(WebSocketClient client, long after, int count) throws Exception {
    long seq = after;
    int messages = 0;
    while (messages < count) {
      JsonObject event = new JsonObject(client.next());
      assertThat(event.getLong("seq")).as(event.getString("type")).isEqualTo(++seq);
      messages += event.getString("type").equals("message") ? 1 : 0;
    }
    return seq;
  }

  private static String answer(WebSocketClient client) throws Exception {
    String type = "joined";
    while (type.equals("joined") || type.equals("left") || type.equals("message")) {
      type = new JsonObject(client.next()).getString("type");
    }
    return type;
  }

  private WebSocketClient open() throws Exception {
    return new WebSocketClient(service.port("http"), "/chat", null);
  }
}
