package dev.starling.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import dev.starling.testing.WebSocketClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect at all, over HTTP and WebSocket. */
@Timeout(180)
class CounterAdmissionTest {
  private static final String REQUEST =
      "GET /count HTTP/1.1\r\nHost: counter\r\nConnection: close\r\n\r\n";

  private TestService service;

  @AfterEach
  void stop() throws TimeoutException {
    service.close();
  }

  @Test
  void an_address_has_so_many_websockets_and_gets_one_more_when_one_has_closed() throws Exception {
    start(Map.of("connections.per-address", "2"));
    try (WebSocketClient stays = client()) {
      WebSocketClient leaves = client();
      stays.await("2");
      assertThat(WebSocketClient.refusal(service.port("http"), "/counter", null)).isEqualTo(429);
      leaves.close();
      stays.await("1");
      try (WebSocketClient next = client()) {
        assertThat(next.next()).isEqualTo("2");
      }
    }
  }

  @Test
  void who_is_refused_reads_why_before_having_asked() throws IOException {
    start(Map.of("connections.max", "1"));
    try (TcpClient first = talking()) {
      try (TcpClient refused = new TcpClient(service.port("http"))) {
        assertThat(text(refused.rest()))
            .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
            .contains("\r\nConnection: close\r\n")
            .contains("\r\nContent-Type: application/problem+json\r\n")
            .endsWith("\"detail\":\"too many connections\"}");
      }
      assertThat(first.line()).isEqualTo("HTTP/1.1 200 OK\r\n");
    }
  }

  @Test
  void an_address_may_open_a_burst_and_then_waits() throws IOException {
    start(Map.of("connections.rate-per-address", "1", "connections.burst-per-address", "5"));
    // All in one go, so that none comes later than it takes the bucket to fill.
    List<TcpClient> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(new TcpClient(service.port("http")));
    }
    int refused = 0;
    for (TcpClient client : clients) {
      client.send(REQUEST);
      refused += client.line().startsWith("HTTP/1.1 429 ") ? 1 : 0;
      client.close();
    }
    assertThat(refused).as("of 20 with a burst of 5").isBetween(1, 15);
  }

  @Test
  void behind_a_load_balancer_the_address_that_it_announces_counts() throws IOException {
    start(Map.of("connections.per-address", "1", "connections.proxy-protocol", "true"));
    try (TcpClient ada = announced("198.51.100.1")) {
      ada.send("GET /count HTTP/1.1\r\nHost: counter\r\n\r\n");
      assertThat(ada.line()).isEqualTo("HTTP/1.1 200 OK\r\n");
      try (TcpClient again = announced("198.51.100.1");
          TcpClient grace = announced("198.51.100.2")) {
        assertThat(again.line()).startsWith("HTTP/1.1 429 ");
        grace.send(REQUEST);
        assertThat(grace.line()).isEqualTo("HTTP/1.1 200 OK\r\n");
      }
    }
  }

  /** LOCAL, with addresses and without; no address family; paths of Unix sockets; version 1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0D0A0D0A000D0A515549540A 20 00 0000",
        "0D0A0D0A000D0A515549540A 20 11 000C C0000201 C0000202 04D2 0050",
        "0D0A0D0A000D0A515549540A 21 00 0000",
        "0D0A0D0A000D0A515549540A 21 31 00D8",
        "50524F585920554E4B4E4F574E 0D0A"
      })
  void what_a_load_balancer_opens_for_itself_is_no_clients(String header) throws IOException {
    start(Map.of("connections.per-address", "1", "connections.proxy-protocol", "true"));
    byte[] begin = HexFormat.of().parseHex(header.replace(" ", ""));
    byte[] paths = new byte[header.endsWith("00D8") ? 216 : 0];
    paths = Arrays.copyOf("/tmp/balancer".getBytes(StandardCharsets.US_ASCII), paths.length);
    List<TcpClient> checks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TcpClient check = new TcpClient(service.port("http"));
      checks.add(check);
      check.send(begin);
      check.send(paths);
      check.send("GET /count HTTP/1.1\r\nHost: counter\r\n\r\n");
      assertThat(check.line()).isEqualTo("HTTP/1.1 200 OK\r\n");
    }
    for (TcpClient check : checks) {
      check.close();
    }
  }

  @Test
  void what_does_not_announce_a_client_is_closed() throws IOException {
    start(Map.of("connections.proxy-protocol", "true"));
    try (TcpClient client = new TcpClient(service.port("http"))) {
      client.send(REQUEST);
      assertThat(client.rest()).isEmpty();
    }
  }

  private void start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("http.port", "0");
    service = TestService.start(CounterService.DEFINITION, all);
  }

  private WebSocketClient client() throws Exception {
    return new WebSocketClient(service.port("http"), "/counter", null);
  }

  /** One that has asked already, and keeps its connection. */
  private TcpClient talking() throws IOException {
    TcpClient client = new TcpClient(service.port("http"));
    client.send("GET /count HTTP/1.1\r\nHost: counter\r\n\r\n");
    client.input().mark(1);
    client.input().read();
    client.input().reset();
    return client;
  }

  private TcpClient announced(String address) throws IOException {
    TcpClient client = new TcpClient(service.port("http"));
    client.send("PROXY TCP4 " + address + " 203.0.113.1 50000 80\r\n");
    return client;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
