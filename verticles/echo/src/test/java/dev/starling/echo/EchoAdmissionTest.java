package dev.starling.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may connect at all, over TCP. */
@Timeout(180)
class EchoAdmissionTest {
  private TestService service;

  @AfterEach
  void stop() throws TimeoutException {
    service.close();
  }

  @Test
  void one_connection_too_many_reads_a_line_and_is_closed_until_another_has_gone()
      throws IOException {
    start(Map.of("connections.per-address", "2"));
    try (TcpClient first = connect()) {
      assertThat(first.line()).isEqualTo("Welcome! 1 user(s) are online!\n");
      TcpClient second = connect();
      assertThat(second.line()).isEqualTo("Welcome! 2 user(s) are online!\n");
      try (TcpClient third = connect()) {
        third.send("hello\n");
        assertThat(third.line()).isEqualTo("ERROR too many connections from your address\n");
        assertThat(third.rest()).isEmpty();
      }
      second.close();
      assertThat(first.line()).isEqualTo("New user connected!\n");
      assertThat(first.line()).isEqualTo("New user connected!\n");
      assertThat(first.line()).isEqualTo("Client disconnected. 1 user(s) are online!\n");
      try (TcpClient third = connect()) {
        assertThat(third.line()).isEqualTo("Welcome! 2 user(s) are online!\n");
      }
    }
  }

  @Test
  void an_exempt_address_has_as_many_as_it_wants() throws IOException {
    start(Map.of("connections.per-address", "1", "connections.exempt", "::1, 127.0.0.0/8"));
    try (TcpClient first = connect()) {
      assertThat(first.line()).startsWith("Welcome! 1 ");
      try (TcpClient second = connect()) {
        assertThat(second.line()).startsWith("Welcome! 2 ");
      }
    }
  }

  @Test
  void a_client_of_rfc_862_is_closed_without_a_word() throws IOException {
    start(Map.of("connections.max", "3", "connections.per-address", "1", "announce", "false"));
    try (TcpClient first = connect()) {
      first.send("x\n");
      assertThat(first.line()).isEqualTo("x\n");
      for (int i = 0; i < 5; i++) {
        try (TcpClient other = connect()) {
          assertThat(other.rest()).isEmpty();
        }
      }
      first.send("y\n");
      assertThat(first.line()).isEqualTo("y\n");
    }
  }

  @Test
  void a_flood_of_connections_leaves_those_that_are_there_alone() throws IOException {
    start(Map.of("connections.per-address", "1"));
    try (TcpClient first = connect()) {
      assertThat(first.line()).startsWith("Welcome! 1 ");
      assertThat(first.line()).isEqualTo("New user connected!\n");
      for (int i = 0; i < 300; i++) {
        connect().close();
      }
      first.send("still here\n");
      assertThat(first.line()).isEqualTo("still here\n");
    }
  }

  private void start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("tcp.port", "0");
    service = TestService.start(EchoService.DEFINITION, all);
  }

  private TcpClient connect() throws IOException {
    return new TcpClient(service.port("tcp"));
  }
}
