package dev.starling.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class PlainEchoTest {
  private TestService service = start("5m");

  private static TestService start(String idleTimeout) {
    return TestService.start(
        EchoService.DEFINITION,
        Map.of("tcp.port", "0", "announce", "false", "idle-timeout", idleTimeout));
  }

  @AfterEach
  void stop() throws TimeoutException {
    service.close();
  }

  @Test
  void bytes_come_back_as_they_are_with_nothing_added() throws IOException {
    byte[] bytes = {0, 1, -1, '\n', '\r', 127, -128};
    try (TcpClient client = new TcpClient(service.port("tcp"))) {
      client.send(bytes);
      assertThat(client.input().readNBytes(bytes.length)).isEqualTo(bytes);
      client.endOutput();
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void everything_sent_before_the_end_comes_back_though_it_is_read_late() throws IOException {
    byte[] bytes = new byte[8 * 1024 * 1024];
    new Random(7).nextBytes(bytes);
    try (TcpClient client = new TcpClient(service.port("tcp"), 4_096)) {
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.send(bytes);
                  client.endOutput();
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });
      assertThat(client.rest()).isEqualTo(bytes);
      sent.join();
    }
  }

  @Test
  void a_connection_that_stays_silent_is_closed() throws IOException, TimeoutException {
    service.close();
    service = start("700ms");
    try (TcpClient client = new TcpClient(service.port("tcp"))) {
      assertThat(client.rest()).isEmpty();
    }
  }
}
