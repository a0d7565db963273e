package dev.starling.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.Starling;
import dev.starling.testing.StarlingExtension;
import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.junit5.Checkpoint;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(180)
@ExtendWith({VertxExtension.class, StarlingExtension.class})
class PlainEchoTest {
  private Starling starling;

  // A field, because Vert.x closes a client and its connections once nothing refers to it.
  private NetClient client;

  @BeforeEach
  void take(Starling given) {
    starling = given;
  }

  private TestService start(String idleTimeout) {
    return starling.start(
        EchoService.DEFINITION,
        Map.of("tcp.port", "0", "announce", "false", "idle-timeout", idleTimeout));
  }

  @Test
  void bytes_come_back_as_they_are_with_nothing_added(Vertx vertx, VertxTestContext test) {
    Buffer bytes = Buffer.buffer(new byte[] {0, 1, -1, '\n', '\r', 127, -128});
    Checkpoint echoed = test.checkpoint(2);
    client = vertx.createNetClient();
    client
        .connect(start("5m").port("tcp"), "127.0.0.1")
        .onComplete(
            test.succeeding(
                socket -> {
                  socket.handler(
                      RecordParser.newFixed(
                          bytes.length(),
                          echo ->
                              test.verify(
                                  () -> {
                                    assertThat(echo).isEqualTo(bytes);
                                    echoed.flag();
                                  })));
                  socket.write(bytes);
                  socket.write(bytes);
                }));
  }

  @Test
  void the_end_comes_back_after_the_bytes() throws IOException {
    TcpClient client = starling.tcp(start("5m"));
    client.send("x");
    client.endOutput();
    assertThat(client.rest()).asString().isEqualTo("x");
  }

  @Test
  void everything_sent_before_the_end_comes_back_though_it_is_read_late(
      Vertx vertx, VertxTestContext test) throws IOException {
    byte[] bytes = new byte[8 * 1024 * 1024];
    new Random(7).nextBytes(bytes);
    TcpClient client = starling.opened(new TcpClient(start("5m").port("tcp"), 4_096));
    vertx
        .executeBlocking(
            () -> {
              client.send(bytes);
              client.endOutput();
              return bytes;
            })
        .onComplete(test.succeedingThenComplete());
    assertThat(client.rest()).isEqualTo(bytes);
  }

  @Test
  void a_connection_that_stays_silent_is_closed() throws IOException {
    assertThat(starling.tcp(start("700ms")).rest()).isEmpty();
  }
}
