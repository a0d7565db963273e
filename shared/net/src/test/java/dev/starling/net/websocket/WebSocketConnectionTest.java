package dev.starling.net.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.core.observability.Management;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How frames become messages, and how a connection ends; the limit is 200 bytes. */
@Timeout(180)
class WebSocketConnectionTest {
  private static final int LIMIT = 200;
  private static final byte[] NORMAL = {3, (byte) 0xE8};
  private static final int NORMAL_CODE = 1_000;
  private static final int TOO_LONG = 1_009;
  private static final int PROTOCOL_ERROR = 1_002;
  private static final int NOT_UTF_8 = 1_007;

  private final Management management = new Management();
  private final MeterRegistry meters = management.metrics();
  private final Vertx vertx = Vertx.builder().withMetrics(management.vertxMetrics()).build();
  private final ConnectionMetrics metrics = new ConnectionMetrics(meters, "test", "websocket");
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<WebSocketConnection> closed = new LinkedBlockingQueue<>();
  private final CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
  private final ReferenceQueue<HttpConnection> collected = new ReferenceQueue<>();
  private WeakReference<HttpConnection> http;
  private HttpServer server;

  @BeforeEach
  void serve() {
    WebSocketEndpoint endpoint =
        new WebSocketEndpoint(
            vertx, Origins.of(Optional.empty()), LIMIT, LIMIT, metrics, this::opened);
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  http = new WeakReference<>(request.connection(), collected);
                  endpoint.handle(request);
                })
            .listen(0, "127.0.0.1")
            .await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    management.close().await();
  }

  @Test
  void a_message_in_several_frames_is_one_message_and_a_ping_may_stand_between() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      // The two bytes of one letter come in two frames.
      byte[] letter = bytes("é");
      client.sendFrame(RawWebSocket.TEXT, new byte[] {'h', letter[0]});
      client.send(RawWebSocket.PING, "there?");
      client.sendFrame(RawWebSocket.CONTINUATION, new byte[] {letter[1]});
      client.send(RawWebSocket.CONTINUATION, "llo");
      RawWebSocket.Frame pong = client.next();
      assertThat(pong.opcode()).isEqualTo(RawWebSocket.PONG);
      assertThat(pong.payload()).asString().isEqualTo("there?");
      assertThat(next(heard)).isEqualTo("héllo");
      client.send(RawWebSocket.BINARY, "1234");
      assertThat(next(heard)).isEqualTo("binary");
    }
  }

  @Test
  void frames_that_make_too_long_a_message_are_answered_with_1009() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.sendFrame(RawWebSocket.TEXT, new byte[LIMIT / 2]);
      client.sendFrame(RawWebSocket.CONTINUATION, new byte[LIMIT / 2]);
      client.send(RawWebSocket.CONTINUATION, "!");
      assertThat(client.next().closeCode()).isEqualTo(TOO_LONG);
      assertThat(next(closed)).isNotNull();
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void a_violation_is_answered_with_its_code() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.send(RawWebSocket.CONTINUATION, "of nothing");
      assertThat(client.next().closeCode()).isEqualTo(PROTOCOL_ERROR);
      assertThat(client.next()).isNull();
      assertThat(next(closed)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1_004, 1_005, 1_006, 1_015, 1_016, 2_999, 5_000, 65_535})
  void a_close_code_that_is_none_is_answered_with_1002(int code) throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.sendFrame(
          RawWebSocket.FINAL | RawWebSocket.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
      assertThat(client.next().closeCode()).isEqualTo(PROTOCOL_ERROR);
      assertThat(client.next()).isNull();
      assertThat(next(closed)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_001, 1_003, 1_007, 1_011, 3_000, 4_999})
  void a_close_code_is_answered_with_itself(int code) throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.sendFrame(
          RawWebSocket.FINAL | RawWebSocket.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
      assertThat(client.next().closeCode()).isEqualTo(code);
      assertThat(client.next()).isNull();
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"FFFE", "C0AF", "EDA080", "F4908080", "80", "E282", "F09F98"})
  void text_that_is_not_utf_8_is_answered_with_1007_and_not_heard(String hex) throws Exception {
    byte[] bytes = HexFormat.of().parseHex("61" + hex);
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.sendFrame(RawWebSocket.FINAL | RawWebSocket.TEXT, bytes);
      client.send(RawWebSocket.TEXT, "nor this");
      assertThat(client.next().closeCode()).isEqualTo(NOT_UTF_8);
      assertThat(next(closed)).isNotNull();
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void a_fragment_that_is_not_utf_8_is_answered_before_the_message_ends() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.sendFrame(RawWebSocket.TEXT, bytes("fine so far"));
      client.sendFrame(RawWebSocket.CONTINUATION, new byte[] {'a', (byte) 0xFF});
      assertThat(client.next().closeCode()).isEqualTo(NOT_UTF_8);
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void a_letter_that_the_last_fragment_leaves_incomplete_is_answered_with_1007() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.sendFrame(RawWebSocket.TEXT, new byte[] {'a', (byte) 0xE2});
      client.sendFrame(RawWebSocket.FINAL | RawWebSocket.CONTINUATION, new byte[] {(byte) 0x82});
      assertThat(client.next().closeCode()).isEqualTo(NOT_UTF_8);
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void binary_messages_may_be_any_bytes() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.sendFrame(RawWebSocket.BINARY, new byte[] {(byte) 0xFF});
      client.sendFrame(RawWebSocket.FINAL | RawWebSocket.CONTINUATION, new byte[] {(byte) 0xC0});
      assertThat(next(heard)).isEqualTo("binary");
    }
  }

  @Test
  void a_close_reason_that_is_not_utf_8_is_a_violation() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.sendFrame(
          RawWebSocket.FINAL | RawWebSocket.CLOSE, new byte[] {3, (byte) 0xE8, (byte) 0xFF});
      assertThat(client.next().closeCode()).isEqualTo(NOT_UTF_8);
    }
  }

  @Test
  void a_client_that_closes_gets_its_code_back_and_then_the_end() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.sendFrame(RawWebSocket.FINAL | RawWebSocket.CLOSE, NORMAL);
      assertThat(client.next().closeCode()).isEqualTo(NORMAL_CODE);
      assertThat(client.next()).isNull();
      assertThat(next(closed)).isNotNull();
    }
  }

  @Test
  void a_client_that_does_not_answer_a_close_is_dropped() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      client.send(RawWebSocket.TEXT, "close");
      assertThat(client.next().closeCode()).isEqualTo(NORMAL_CODE);
      client.send(RawWebSocket.TEXT, "not heard any more");
      assertThat(client.next()).isNull();
      assertThat(heard).containsExactly("close");
    }
  }

  @Test
  void a_server_that_shuts_down_says_1001_and_when_to_come_back() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      opened.get(60, TimeUnit.SECONDS);
      server.shutdown(10, TimeUnit.SECONDS);
      RawWebSocket.Frame last = client.next();
      assertThat(last.closeCode()).isEqualTo(GoingAway.CODE);
      assertThat(last.closeReason()).isEqualTo(GoingAway.REASON);
      client.sendFrame(RawWebSocket.FINAL | RawWebSocket.CLOSE, last.payload());
      assertThat(client.next()).isNull();
    }
  }

  @Test
  void what_the_handshake_needed_is_let_go() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      opened.get(60, TimeUnit.SECONDS);
      WeakReference<HttpConnection> request = http;
      for (int i = 0; i < 50 && !request.refersTo(null); i++) {
        System.gc();
        collected.remove(100);
      }
      assertThat(request.refersTo(null)).isTrue();
      client.send(RawWebSocket.TEXT, "still here");
      assertThat(next(heard)).isEqualTo("still here");
    }
  }

  @Test
  void vertx_counts_a_connection_until_it_ends() throws Exception {
    try (RawWebSocket client = new RawWebSocket(server.actualPort())) {
      opened.get(60, TimeUnit.SECONDS);
      assertThat(gauge("vertx.http.server.active.ws.connections")).isEqualTo(1);
      assertThat(gauge("vertx.http.server.active.connections")).isEqualTo(1);
      client.sendFrame(RawWebSocket.FINAL | RawWebSocket.CLOSE, NORMAL);
      client.next();
      assertThat(client.next()).isNull();
    }
    vertx.close().await();
    assertThat(gauge("vertx.http.server.active.ws.connections")).isZero();
    assertThat(gauge("vertx.http.server.active.connections")).isZero();
  }

  private void opened(WebSocketConnection connection) {
    connection.onClose(() -> closed.add(connection));
    connection.onBinary(() -> heard.add("binary"));
    connection.onText(
        text -> {
          heard.add(text);
          if (text.equals("close")) {
            connection.close((short) NORMAL_CODE, "as told", "test");
            connection.send(Buffer.buffer("nothing after it"));
          }
        });
    opened.complete(connection);
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    return queue.poll(60, TimeUnit.SECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
