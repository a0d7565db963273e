package dev.starling.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.Http2Connection;
import dev.starling.testing.LogRecorder;
import dev.starling.testing.TcpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do what browsers do not, in front of the one origin. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeTest {
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
  private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
  private static final String HOST = "Host: x\r\n";

  private LogRecorder log;
  private QuickstartTest.Running quickstart;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    quickstart = QuickstartTest.Running.start(temporary.resolve("data"));
  }

  @AfterAll
  void stop() throws Exception {
    quickstart.stop();
  }

  @BeforeEach
  void listenToTheLog() {
    log = new LogRecorder();
  }

  @AfterEach
  void no_client_makes_the_log_complain_of_a_failure() {
    log.close();
    assertThat(log.errors()).isEmpty();
  }

  @Test
  void an_upload_of_http_2_without_a_length_is_passed_on() throws IOException {
    try (Http2Connection client = new Http2Connection(port())) {
      client.send(post(1));
      client.send(Http2Connection.data(1, false, "{\"unknown_"));
      client.send(Http2Connection.data(1, true, "field\":1}"));
      assertThat(body(client)).contains("unknown_field");
      client.send(post(3));
      client.send(Http2Connection.data(3, true, ""));
      assertThat(body(client)).contains("there is no body");
      client.send(Http2Connection.request(5, false, "GET", "/time"));
      client.send(Http2Connection.data(5, true, "of no meaning"));
      assertThat(body(client)).contains("\"month\":");
    }
  }

  @Test
  void an_upload_without_a_length_is_bounded() throws IOException {
    try (Http2Connection client = new Http2Connection(port())) {
      client.send(post(1));
      for (int part = 0; part < 4; part++) {
        client.send(Http2Connection.data(1, false, " ".repeat(16_000)));
      }
      client.flush();
      client.send(Http2Connection.data(1, true, " ".repeat(1_537)));
      assertThat(body(client)).contains("longer than 65536 bytes");
    }
  }

  @Test
  void a_reset_in_the_middle_of_an_upload_is_no_failure_here() throws IOException {
    try (Http2Connection client = new Http2Connection(port())) {
      client.send(post(1));
      client.send(Http2Connection.data(1, false, "{"));
      client.flush();
      client.send(Http2Connection.reset(1));
      client.send(Http2Connection.request(3, true, "GET", "/time"));
      assertThat(body(client)).contains("\"month\":");
    }
    try (Http2Connection client = new Http2Connection(port())) {
      client.send(post(1));
      client.send(Http2Connection.data(1, false, "{"));
      client.send(Http2Connection.frame(Http2Connection.GOAWAY, 0, 0, new byte[8]));
      client.flush();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, dGhlIHNhbXBsZSBub25j, 13, 400",
    "1.1, '', 13, 400",
    "1.1, dGhlIHNhbXBsZSBub25jZQ==, 12, 426",
    "1.1, dGhlIHNhbXBsZSBub25jZQ==, '', 426",
    "1.0, dGhlIHNhbXBsZSBub25jZQ==, 13, 400"
  })
  void a_handshake_is_held_to_the_rules(String http, String key, String version, String status)
      throws IOException {
    String headers = "Sec-WebSocket-Key: " + key + "\r\nSec-WebSocket-Version: " + version + "\r\n";
    assertThat(handshake(http, HOST + UPGRADE + headers)).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HOST + UPGRADE + KEY + KEY + VERSION,
        UPGRADE + KEY + VERSION,
        HOST + UPGRADE + KEY + VERSION + "Content-Length: 5\r\n",
        HOST + UPGRADE + KEY + VERSION + "Transfer-Encoding: chunked\r\n",
        HOST + UPGRADE + KEY + VERSION + "Sec-WebSocket-Protocol: unknown\r\n"
      })
  void what_is_no_handshake_is_400(String headers) throws IOException {
    assertThat(handshake("1.1", headers)).isEqualTo("400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chat", "/counter"})
  void the_close_code_of_a_service_reaches_its_client(String path) throws IOException {
    assertThat(closeAfter(path, 0xB1, "x")).isEqualTo(1002);
    assertThat(closeAfter(path, 0x83, "x")).isEqualTo(1002);
    assertThat(closeAfter(path, 0x81, "\u00c0\u0080")).isEqualTo(1007);
    assertThat(closeAfter(path, 0x88, "\u0007\u00d0")).isEqualTo(1002);
    assertThat(closeAfter(path, 0x88, "\u000f\u00a1mine")).isEqualTo(4001);
  }

  @Test
  void the_subprotocol_is_selected_by_the_service() throws IOException {
    try (TcpClient client = new TcpClient(port())) {
      open(client, "/counter", "Sec-WebSocket-Protocol: other, starling.v1\r\n");
      StringBuilder head = new StringBuilder();
      for (String line = client.line(); !line.isBlank(); line = client.line()) {
        head.append(line);
      }
      assertThat(head.toString())
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("sec-websocket-protocol: starling.v1\r\n")
          .doesNotContainIgnoringCase("transfer-encoding");
    }
  }

  @Test
  void an_upload_that_is_given_up_after_its_answer_harms_no_other_request() throws IOException {
    for (int attempt = 0; attempt < 8; attempt++) {
      try (TcpClient client = new TcpClient(port())) {
        client.send(
            "POST /products HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                + "Content-Length: 5000\r\n\r\n"
                + "a".repeat(300));
        assertThat(client.line()).startsWith("HTTP/1.1 415 ");
        client.reset();
      }
      try (TcpClient other = new TcpClient(port())) {
        other.send("GET /time HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(other.line()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private int closeAfter(String path, int firstByte, String payload) throws IOException {
    try (TcpClient client = new TcpClient(port())) {
      open(client, path, "");
      while (!client.line().isBlank()) {
        // The head of the answer.
      }
      byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
      // The mask is zero, so that the payload stands as it is.
      client.send(new byte[] {(byte) firstByte, (byte) (0x80 | bytes.length), 0, 0, 0, 0});
      client.send(bytes);
      while (true) {
        int type = client.input().read() & 0x0F;
        byte[] received = client.input().readNBytes(client.input().read());
        if (type == 8) {
          return (received[0] & 0xFF) << 8 | received[1] & 0xFF;
        }
      }
    }
  }

  private String handshake(String http, String headers) throws IOException {
    try (TcpClient client = new TcpClient(port())) {
      client.send("GET /counter HTTP/" + http + "\r\n" + headers + "\r\n");
      return client.line().split(" ")[1];
    }
  }

  private static void open(TcpClient client, String path, String headers) throws IOException {
    client.send(
        "GET " + path + " HTTP/1.1\r\n" + HOST + UPGRADE + KEY + VERSION + headers + "\r\n");
  }

  private static byte[] post(int stream) {
    return Http2Connection.request(
        stream, false, "POST", "/brands", "content-type", "application/json");
  }

  /** What the next answer begins with; the end of the one before may be an empty frame. */
  private static String body(Http2Connection client) throws IOException {
    byte[] part = client.await(Http2Connection.DATA).payload();
    while (part.length == 0) {
      part = client.await(Http2Connection.DATA).payload();
    }
    return new String(part, StandardCharsets.ISO_8859_1);
  }

  private int port() {
    String origin = quickstart.origin();
    return Integer.parseInt(origin.substring(origin.indexOf(':') + 1));
  }
}
