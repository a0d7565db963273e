package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import dev.starling.testing.WebSocketClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may connect at all: terminals and browsers are counted together. */
@Timeout(180)
class ChatAdmissionTest {
  private static final String TOO_FAST = "ERROR too many new connections from your address\n";

  private TestService service;

  @AfterEach
  void stop() throws TimeoutException {
    service.close();
  }

  @Test
  void a_terminal_takes_a_browsers_place_and_the_other_way_round() throws Exception {
    start(Map.of("connections.max", "2"));
    try (TcpClient ada = connected("ada");
        WebSocketClient browser = new WebSocketClient(service.port("http"), "/chat", null)) {
      assertThat(WebSocketClient.refusal(service.port("http"), "/chat", null)).isEqualTo(503);
      try (TcpClient grace = new TcpClient(service.port("tcp"))) {
        assertThat(grace.line()).isEqualTo("ERROR too many connections\n");
        assertThat(grace.rest()).isEmpty();
      }
      browser.send("{\"type\":\"connect\",\"username\":\"grace\"}");
      assertThat(browser.next()).contains("\"type\":\"welcome\"");
      assertThat(ada.line()).isEqualTo("grace connected!\n");
    }
  }

  @Test
  void an_address_that_connects_too_fast_is_told_so() throws IOException {
    start(Map.of("connections.rate-per-address", "1", "connections.burst-per-address", "2"));
    // All in one go, so that none comes later than it takes the bucket to fill.
    List<TcpClient> clients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clients.add(new TcpClient(service.port("tcp")));
    }
    int refused = 0;
    for (TcpClient client : clients) {
      client.send("HELLO\n");
      refused += client.line().equals(TOO_FAST) ? 1 : 0;
      client.close();
    }
    assertThat(refused).as("of 10 with a burst of 2").isBetween(1, 8);
  }

  private TcpClient connected(String username) throws IOException {
    TcpClient client = new TcpClient(service.port("tcp"));
    client.send("CONNECT " + username + "\n");
    assertThat(client.line()).startsWith("Welcome!");
    assertThat(client.line()).isEqualTo(username + " connected!\n");
    return client;
  }

  private void start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("tcp.port", "0");
    all.put("http.port", "0");
    service = TestService.start(ChatService.DEFINITION, all);
  }
}
