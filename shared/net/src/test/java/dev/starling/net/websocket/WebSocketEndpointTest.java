package dev.starling.net.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.observability.ConnectionMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class WebSocketEndpointTest {
  private static final int LIMIT = 65_536;
  private static final PingSchedule.Timing QUICK = new PingSchedule.Timing(200, 200, 20);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ConnectionMetrics metrics = new ConnectionMetrics(meters, "test", "websocket");
  private final BlockingQueue<WebSocketConnection> closed = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void a_client_that_does_not_answer_pings_is_given_up() throws Exception {
    int port = serve(QUICK, connection -> {});
    try (RawWebSocket silent = new RawWebSocket(port)) {
      assertThat(silent.next().opcode()).isEqualTo(RawWebSocket.PING);
      assertThat(closed.poll(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(silent.next()).isNull();
      assertThat(closings("silent")).isEqualTo(1);
      assertThat(metrics.open()).isZero();
    }
  }

  @Test
  void a_client_that_answers_pings_stays() throws Exception {
    int port = serve(QUICK, connection -> {});
    try (RawWebSocket quiet = new RawWebSocket(port)) {
      for (int pings = 0; pings < 6; pings++) {
        assertThat(quiet.next().opcode()).isEqualTo(RawWebSocket.PING);
        quiet.send(RawWebSocket.PONG, "");
      }
      assertThat(closed).isEmpty();
    }
  }

  @Test
  void a_client_that_never_reads_is_closed_with_4001() throws Exception {
    int port =
        serve(
            PingSchedule.Timing.DEFAULT,
            connection -> vertx.setPeriodic(1, timer -> sendMuch(connection)));
    try (RawWebSocket sleeper = new RawWebSocket(port)) {
      assertThat(closed.poll(60, TimeUnit.SECONDS)).isNotNull();
      assertThat(closings("slow")).isEqualTo(1);
      int last = 0;
      for (RawWebSocket.Frame frame = sleeper.next(); frame != null; frame = sleeper.next()) {
        last = frame.opcode() == RawWebSocket.CLOSE ? frame.closeCode() : 0;
      }
      assertThat(last).isEqualTo(WebSocketConnection.TOO_SLOW);
    }
  }

  @Test
  void a_client_that_pings_and_never_reads_is_not_read_from() throws Exception {
    int port = serve(PingSchedule.Timing.DEFAULT, connection -> {});
    try (RawWebSocket flooder = new RawWebSocket(port)) {
      CompletableFuture<Void> flood =
          CompletableFuture.runAsync(() -> pingForEver(flooder, "x".repeat(125)));
      // All that kernel buffers hold on both sides is about 10 MB; a server that reads takes 100.
      assertThat(isStuckAfter(flood, 5_000)).isTrue();
    }
  }

  @Test
  void a_handler_that_throws_closes_its_own_connection_with_1011() throws Exception {
    int port =
        serve(
            PingSchedule.Timing.DEFAULT,
            connection ->
                connection.onText(
                    text -> {
                      if (text.equals("bomb")) {
                        throw new IllegalStateException("a bomb");
                      }
                      connection.send(Buffer.buffer(text));
                    }));
    try (RawWebSocket other = new RawWebSocket(port);
        RawWebSocket bomber = new RawWebSocket(port)) {
      bomber.send(RawWebSocket.TEXT, "bomb");
      assertThat(bomber.next().closeCode()).isEqualTo(WebSocketConnection.INTERNAL_ERROR);
      other.send(RawWebSocket.TEXT, "hello");
      assertThat(other.next().payload()).asString().isEqualTo("hello");
    }
  }

  @Test
  void the_latest_value_reaches_a_client_that_reads_late() throws Exception {
    CompletableFuture<WebSocketConnection> opened = new CompletableFuture<>();
    CompletableFuture<Context> loop = new CompletableFuture<>();
    int port =
        serve(
            PingSchedule.Timing.DEFAULT,
            connection -> {
              opened.complete(connection);
              loop.complete(Vertx.currentContext());
            });
    String filler = "x".repeat(4_000);
    try (RawWebSocket late = new RawWebSocket(port)) {
      CompletableFuture<Void> sent = new CompletableFuture<>();
      loop.join()
          .runOnContext(
              v -> {
                for (int i = 0; i < 10_000; i++) {
                  opened.join().sendLatest(Buffer.buffer(i + filler));
                }
                sent.complete(null);
              });
      sent.join();
      String newest = "";
      int frames = 0;
      while (!newest.startsWith("9999x")) {
        newest = new String(late.next().payload());
        frames++;
      }
      assertThat(frames).as("not every value was kept for it").isLessThan(9_000);
    }
  }

  private static void pingForEver(RawWebSocket flooder, String payload) {
    try {
      for (int i = 0; i < 1_000_000; i++) {
        flooder.send(RawWebSocket.PING, payload);
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static boolean isStuckAfter(CompletableFuture<Void> flood, long millis)
      throws ExecutionException, InterruptedException {
    try {
      flood.get(millis, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException stuck) {
      return true;
    }
  }

  private static void sendMuch(WebSocketConnection connection) {
    for (int i = 0; i < 16; i++) {
      connection.send(Buffer.buffer(new byte[LIMIT / 2]));
    }
  }

  private double closings(String reason) {
    return meters.get("starling.connections.closed").tag("reason", reason).counter().count();
  }

  private int serve(PingSchedule.Timing pings, Consumer<WebSocketConnection> opened) {
    WebSocketEndpoint endpoint =
        new WebSocketEndpoint(
            vertx,
            Origins.of(Optional.empty()),
            LIMIT,
            LIMIT,
            metrics,
            pings,
            connection -> {
              connection.onClose(() -> closed.add(connection));
              opened.accept(connection);
            });
    return vertx
        .createHttpServer()
        .requestHandler(endpoint)
        .listen(0, "127.0.0.1")
        .map(HttpServer::actualPort)
        .await();
  }
}
