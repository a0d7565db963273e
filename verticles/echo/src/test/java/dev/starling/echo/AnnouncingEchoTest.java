package dev.starling.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import dev.starling.testing.TestService;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class AnnouncingEchoTest {
  private final TestService service =
      TestService.start(EchoService.DEFINITION, Map.of("tcp.port", "0"));

  @AfterEach
  void stop() throws TimeoutException {
    service.close();
  }

  @Test
  void a_client_is_welcomed_and_everyone_told_of_it() throws IOException {
    try (TcpClient first = welcomed(1);
        TcpClient second = welcomed(2)) {
      assertThat(first.line()).isEqualTo("New user connected!\n");
      second.send("only for me\n");
      assertThat(second.line()).isEqualTo("only for me\n");
      first.send("hello\n");
      assertThat(first.line()).isEqualTo("hello\n");
    }
  }

  @Test
  void the_others_are_told_who_left_and_how_many_stay() throws IOException {
    try (TcpClient first = welcomed(1)) {
      TcpClient second = welcomed(2);
      first.line();
      second.close();
      assertThat(first.line()).isEqualTo("Client disconnected. 1 user(s) are online!\n");
    }
  }

  @Test
  void lines_come_back_byte_for_byte_with_their_ends() throws IOException {
    try (TcpClient client = welcomed(1)) {
      client.send("a\r\n\n\u00e9\u0000\n");
      assertThat(client.line() + client.line() + client.line()).isEqualTo("a\r\n\n\u00e9\u0000\n");
    }
  }

  @Test
  void a_client_that_ends_its_output_gets_everything_it_sent_also_an_unfinished_line()
      throws IOException {
    try (TcpClient client = welcomed(1)) {
      client.send("hi\nyou");
      client.endOutput();
      assertThat(client.rest()).asString().isEqualTo("hi\nyou");
    }
  }

  @Test
  void a_line_of_the_limit_passes_and_a_longer_one_is_refused() throws IOException {
    try (TcpClient client = welcomed(1)) {
      String longest = "x".repeat(65_536) + "\n";
      client.send(longest);
      assertThat(client.line()).isEqualTo(longest);
      client.send("x".repeat(200_000));
      assertThat(client.rest()).asString().isEqualTo("ERROR line longer than 65536 bytes\n");
    }
  }

  @Test
  void a_refused_client_disturbs_no_one_and_no_longer_counts() throws IOException {
    try (TcpClient first = welcomed(1);
        TcpClient second = welcomed(2)) {
      assertThat(first.line()).isEqualTo("New user connected!\n");
      second.send("x".repeat(70_000));
      second.rest();
      assertThat(first.line()).isEqualTo("Client disconnected. 1 user(s) are online!\n");
      first.send("still here\n");
      assertThat(first.line()).isEqualTo("still here\n");
    }
  }

  @Test
  void an_announcement_never_splits_an_echoed_line() throws Exception {
    String line = "0123456789".repeat(500) + "\n";
    try (TcpClient talker = welcomed(1)) {
      CompletableFuture<Void> visitors =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 100; i++) {
                  try {
                    welcomedSomewhere().close();
                  } catch (IOException failure) {
                    throw new AssertionError(failure);
                  }
                }
              });
      for (int echoed = 0; echoed < 300; echoed++) {
        talker.send(line);
        String answer = talker.line();
        while (answer.startsWith("New") || answer.startsWith("Client")) {
          answer = talker.line();
        }
        assertThat(answer).isEqualTo(line);
      }
      visitors.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void draining_lets_an_answer_out_and_closes() throws IOException {
    try (TcpClient client = welcomed(1)) {
      client.send("last words\n");
      CompletableFuture<Void> drained = CompletableFuture.runAsync(service::drain);
      assertThat(client.rest()).asString().isEqualTo("last words\n");
      drained.join();
    }
  }

  private TcpClient welcomedSomewhere() throws IOException {
    TcpClient client = new TcpClient(service.port("tcp"));
    assertThat(client.line()).startsWith("Welcome! ");
    return client;
  }

  private TcpClient welcomed(int online) throws IOException {
    TcpClient client = new TcpClient(service.port("tcp"));
    assertThat(client.line()).isEqualTo("Welcome! " + online + " user(s) are online!\n");
    assertThat(client.line()).isEqualTo("New user connected!\n");
    return client;
  }
}
