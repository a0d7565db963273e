package dev.starling.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.observability.ConnectionMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class TcpConnectionTest {
  private static final int LIMIT = 65_536;

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ConnectionMetrics metrics = new ConnectionMetrics(meters, "test", "tcp");
  private final BlockingQueue<TcpConnection> closed = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void a_client_that_never_reads_is_closed_once_the_limit_waits() throws Exception {
    NetServer server = serve(connection -> vertx.setPeriodic(1, t -> offerMuch(connection)));
    try (Socket sleeper = connect(server)) {
      TcpConnection connection = closed.poll(60, TimeUnit.SECONDS);
      assertThat(connection).isNotNull();
      assertThat(meters.get("starling.connections.closed").tag("reason", "slow").counter().count())
          .isEqualTo(1);
      assertThat(metrics.open()).isZero();
      assertThat(sleeper.isClosed()).as("on its own side").isFalse();
    }
  }

  @Test
  void a_client_that_does_not_take_its_answers_is_not_read_from() throws Exception {
    CompletableFuture<TcpConnection> accepted = new CompletableFuture<>();
    NetServer server =
        serve(
            connection -> {
              connection.onData(connection::reply);
              connection.read();
              accepted.complete(connection);
            });
    byte[] much = new byte[16 * 1024 * 1024];
    try (Socket client = connect(server)) {
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.getOutputStream().write(much);
                  client.shutdownOutput();
                } catch (IOException failure) {
                  throw new AssertionError(failure);
                }
              });
      accepted.join();
      assertThat(sent).as("taken while nothing is read").isNotDone();
      assertThat(client.getInputStream().readAllBytes()).hasSize(much.length);
      sent.join();
    }
  }

  @Test
  void a_handler_that_throws_costs_its_own_connection_only() throws Exception {
    NetServer server =
        serve(
            connection -> {
              connection.onData(
                  data -> {
                    if (data.toString().equals("bomb")) {
                      throw new IllegalStateException("a bomb");
                    }
                    connection.reply(data);
                  });
              connection.read();
            });
    try (Socket other = connect(server);
        Socket bomber = connect(server)) {
      bomber.getOutputStream().write("bomb".getBytes());
      assertThat(bomber.getInputStream().read()).isEqualTo(-1);
      other.getOutputStream().write("hello".getBytes());
      assertThat(other.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
    }
  }

  @Test
  void a_refused_client_reads_why_though_it_goes_on_sending() throws Exception {
    NetServer server =
        serve(
            connection -> {
              connection.onData(data -> connection.refuse("test", Buffer.buffer("ERROR no\n")));
              connection.read();
            });
    try (Socket client = connect(server)) {
      client.getOutputStream().write(new byte[1024 * 1024]);
      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("ERROR no\n");
    }
  }

  private static void offerMuch(TcpConnection connection) {
    for (int i = 0; i < 16; i++) {
      connection.offer(Buffer.buffer(new byte[LIMIT / 2]));
    }
  }

  private NetServer serve(Consumer<TcpConnection> accept) {
    return vertx
        .createNetServer()
        .connectHandler(
            socket -> {
              TcpConnection connection = new TcpConnection(vertx, socket, LIMIT, metrics);
              connection.onClose(() -> closed.add(connection));
              accept.accept(connection);
            })
        .listen(0, "127.0.0.1")
        .await();
  }

  private static Socket connect(NetServer server) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress("127.0.0.1", server.actualPort()), 5_000);
    socket.setSoTimeout(60_000);
    return socket;
  }
}
