package dev.starling.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.net.internal.NativeTransport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class NativeTransportTest {
  private static final int WAIT_MILLIS = 60_000;

  /** Turns of the event loop in which epoll reports the end of the peer's side. */
  private static final int SEVERAL = 20;

  private final byte[] bytes = new byte[8 * 1024 * 1024];
  private Vertx vertx;

  @BeforeEach
  void start() {
    assumeThat(Epoll.isAvailable()).isTrue();
    new Random(7).nextBytes(bytes);
    vertx =
        Vertx.builder()
            .withTransport(NativeTransport.get())
            .with(new VertxOptions().setEventLoopPoolSize(1))
            .build();
  }

  @AfterEach
  void stop() {
    if (vertx != null) {
      vertx.close().await();
    }
  }

  @Test
  void epoll_is_used_where_it_is_available() {
    assertThat(vertx.isNativeTransportEnabled()).isTrue();
  }

  @Test
  void a_client_that_has_ended_its_side_gets_what_is_written_later() throws IOException {
    ConnectionMetrics metrics = new ConnectionMetrics(new SimpleMeterRegistry(), "test", "tcp");
    NetServer server =
        serve(
            socket -> {
              TcpConnection connection = new TcpConnection(vertx, socket, 1024, metrics);
              connection.onEnd(
                  () ->
                      afterSeveralTurns(
                          () -> {
                            connection.reply(Buffer.buffer(bytes));
                            connection.finish();
                          }));
              connection.read();
            });
    try (Socket client = connect(server)) {
      client.shutdownOutput();
      byte[] received = client.getInputStream().readAllBytes();
      assertThat(received).hasSize(bytes.length);
      assertThat(Arrays.equals(received, bytes)).isTrue();
    }
  }

  private void afterSeveralTurns(Runnable action) {
    turn(SEVERAL, action);
  }

  private void turn(int left, Runnable action) {
    vertx.setTimer(
        1,
        timer -> {
          if (left == 0) {
            action.run();
          } else {
            turn(left - 1, action);
          }
        });
  }

  private NetServer serve(Handler<NetSocket> accept) {
    return vertx.createNetServer().connectHandler(accept).listen(0, "127.0.0.1").await();
  }

  private static Socket connect(NetServer server) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress("127.0.0.1", server.actualPort()), WAIT_MILLIS);
    socket.setSoTimeout(WAIT_MILLIS);
    return socket;
  }
}
