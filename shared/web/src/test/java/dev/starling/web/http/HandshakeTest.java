package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.net.websocket.Origins;
import dev.starling.net.websocket.WebSocketEndpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 6455, section 4.2.1, demands of the client's opening handshake. */
@Timeout(180)
class HandshakeTest {
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  private static final String VERSION = "Sec-WebSocket-Version: 13";
  private static final String UPGRADE = "Upgrade: websocket";
  private static final String CONNECTION = "Connection: Upgrade";
  private static final int LIMIT = 4_096;

  private static final Vertx VERTX = Vertx.vertx();
  private static int port;

  @BeforeAll
  static void serve() {
    WebSocketEndpoint endpoint =
        new WebSocketEndpoint(
            VERTX,
            Origins.of(Optional.empty()),
            LIMIT,
            LIMIT,
            new ConnectionMetrics(new SimpleMeterRegistry(), "test", "websocket"),
            connection -> {});
    port =
        VERTX
            .createHttpServer(HttpServers.http(Optional.empty(), LIMIT))
            .requestHandler(endpoint)
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
  }

  @AfterAll
  static void stop() {
    VERTX.close().await();
  }

  @Test
  void a_proper_one_opens_a_websocket() throws IOException {
    assertThat(answer(UPGRADE, CONNECTION, KEY, VERSION))
        .startsWith("HTTP/1.1 101")
        .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        .doesNotContainIgnoringCase("sec-websocket-protocol");
  }

  @Test
  void its_words_may_stand_in_lists_and_in_any_case() throws IOException {
    assertThat(answer("upgrade: foo, WebSocket", "connection: keep-alive, upgrade", KEY, VERSION))
        .startsWith("HTTP/1.1 101");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "YWJj",
        "",
        "not base64 at all!!!!!!!",
        "dGhlIHNhbXBsZSBub25jZQ",
        "dGhlIHNhbXBsZSBub25jZWRkZA==",
        "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ=="
      })
  void a_key_that_is_not_16_bytes_in_base64_is_refused(String key) throws IOException {
    assertThat(answer(UPGRADE, CONNECTION, "Sec-WebSocket-Key: " + key, VERSION))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void two_keys_or_none_are_refused() throws IOException {
    assertThat(answer(UPGRADE, CONNECTION, KEY, KEY, VERSION)).startsWith("HTTP/1.1 400");
    assertThat(answer(UPGRADE, CONNECTION, VERSION)).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "8", "12", "14", "99", "013", "13, 8", "", "thirteen"})
  void another_version_is_told_which_is_spoken(String version) throws IOException {
    assertThat(answer(UPGRADE, CONNECTION, KEY, "Sec-WebSocket-Version: " + version))
        .startsWith("HTTP/1.1 426")
        .containsIgnoringCase("sec-websocket-version: 13\r\n");
  }

  @Test
  void no_version_or_two_are_told_which_is_spoken() throws IOException {
    assertThat(answer(UPGRADE, CONNECTION, KEY))
        .startsWith("HTTP/1.1 426")
        .containsIgnoringCase("sec-websocket-version: 13\r\n");
    assertThat(answer(UPGRADE, CONNECTION, KEY, VERSION, VERSION)).startsWith("HTTP/1.1 426");
  }

  @Test
  void without_the_wish_to_upgrade_it_is_told_what_is_spoken() throws IOException {
    assertThat(answer(CONNECTION, KEY, VERSION))
        .startsWith("HTTP/1.1 426")
        .containsIgnoringCase("upgrade: websocket\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection: close", "Connection: keep-alive", "Connection: upgraded"})
  void a_connection_header_that_does_not_list_upgrade_is_refused(String connection)
      throws IOException {
    assertThat(answer(UPGRADE, connection, KEY, VERSION)).startsWith("HTTP/1.1 400");
  }

  @Test
  void http_1_0_another_method_and_a_body_are_refused() throws IOException {
    String good = String.join("\r\n", "Host: x", UPGRADE, CONNECTION, KEY, VERSION);
    assertThat(exchange("GET / HTTP/1.0\r\n" + good + "\r\n\r\n")).startsWith("HTTP/1.0 400");
    assertThat(exchange("POST / HTTP/1.1\r\n" + good + "\r\nContent-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 405")
        .containsIgnoringCase("allow: GET, HEAD\r\n");
    assertThat(answer(UPGRADE, CONNECTION, KEY, VERSION, "Content-Length: 5"))
        .startsWith("HTTP/1.1 400");
    assertThat(answer(UPGRADE, CONNECTION, KEY, VERSION, "Transfer-Encoding: chunked"))
        .startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Protocol: starling.v1",
        "Sec-WebSocket-Protocol: chat, starling.v1 , other",
        "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: starling.v1"
      })
  void the_subprotocol_is_selected_from_an_offer(String offer) throws IOException {
    assertThat(answer(UPGRADE, CONNECTION, KEY, VERSION, offer))
        .startsWith("HTTP/1.1 101")
        .containsIgnoringCase("\r\nsec-websocket-protocol: starling.v1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat, superchat", "bearer, abc", "", "starling.v2", "STARLING.V1"})
  void an_offer_of_other_subprotocols_is_told_which_there_is(String offer) throws IOException {
    assertThat(answer(UPGRADE, CONNECTION, KEY, VERSION, "Sec-WebSocket-Protocol: " + offer))
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("content-type: application/problem+json")
        .contains("starling.v1");
  }

  private static String answer(String... headers) throws IOException {
    return exchange("GET / HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
  }

  /** Sends a request, and reads what comes up to the end of its head, and a body if it has one. */
  private static String exchange(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      StringBuilder text = new StringBuilder();
      while (text.indexOf("\r\n\r\n") < 0 || (isProblem(text) && text.indexOf("}") < 0)) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        text.append((char) next);
      }
      return text.toString();
    }
  }

  private static boolean isProblem(StringBuilder text) {
    return text.indexOf("application/problem+json") >= 0;
  }
}
