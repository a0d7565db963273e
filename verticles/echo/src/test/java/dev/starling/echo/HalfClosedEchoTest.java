package dev.starling.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that send much, end their side and read late. Several at once and again and again: what
 * can go wrong depends on when the sockets' buffers are full.
 */
@Timeout(180)
class HalfClosedEchoTest {
  private static final int ROUNDS = 4;
  private static final int AT_ONCE = 6;
  private static final int SMALL_BUFFER = 4_096;

  private final byte[] bytes = new byte[8 * 1024 * 1024];
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TestService service =
      TestService.start(EchoService.DEFINITION, Map.of("tcp.port", "0", "announce", "false"));

  @AfterEach
  void stop() throws TimeoutException {
    threads.shutdownNow();
    service.close();
  }

  @Test
  void everything_sent_before_the_end_comes_back_while_other_connections_are_reset() {
    new Random(7).nextBytes(bytes);
    for (int round = 0; round < ROUNDS; round++) {
      CompletableFuture.allOf(
              IntStream.range(0, AT_ONCE)
                  .boxed()
                  .flatMap(n -> Stream.of(inBackground(this::echo), inBackground(this::reset)))
                  .toArray(CompletableFuture[]::new))
          .join();
    }
  }

  private void echo() throws IOException {
    try (TcpClient client = new TcpClient(service.port("tcp"), SMALL_BUFFER)) {
      CompletableFuture<Void> sent =
          inBackground(
              () -> {
                client.send(bytes);
                client.endOutput();
              });
      byte[] echoed = client.rest();
      sent.join();
      assertThat(echoed).hasSize(bytes.length);
      assertThat(Arrays.equals(echoed, bytes)).isTrue();
    }
  }

  private void reset() throws IOException {
    try (TcpClient client = new TcpClient(service.port("tcp"), SMALL_BUFFER)) {
      client.send(Arrays.copyOf(bytes, 64 * 1024));
      client.endOutput();
      client.input().readNBytes(8 * 1024);
      client.reset();
    }
  }

  private CompletableFuture<Void> inBackground(Talk talk) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            talk.run();
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        },
        threads);
  }

  private interface Talk {
    void run() throws IOException;
  }
}
