package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A chat of its own for each test. */
@Timeout(180)
abstract class ChatFixture {
  TestService service = start(Map.of());

  @AfterEach
  void stop() throws TimeoutException {
    service.close();
  }

  private static TestService start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("http.port", "0", "tcp.port", "0"));
    all.putAll(settings);
    return TestService.start(ChatService.DEFINITION, all);
  }

  /** Starts the service anew, with these settings. */
  void restart(Map<String, String> settings) throws TimeoutException {
    service.close();
    service = start(settings);
  }

  /** A user of a terminal who has read their own joined. */
  TcpClient connected(String username, int online) throws IOException {
    TcpClient client = new TcpClient(service.port("tcp"));
    client.send("CONNECT " + username + "\n");
    assertThat(client.line()).isEqualTo("Welcome! " + online + " user(s) are online!\n");
    assertThat(client.line()).isEqualTo(username + " connected!\n");
    return client;
  }
}
