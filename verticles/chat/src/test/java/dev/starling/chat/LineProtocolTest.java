package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineProtocolTest extends ChatFixture {
  @Test
  void everyone_reads_who_comes_what_is_said_and_who_goes() throws IOException {
    try (TcpClient ada = connected("ada", 1)) {
      TcpClient grace = connected("grace", 2);
      assertThat(ada.line()).isEqualTo("grace connected!\n");
      ada.send("hello\r\n");
      assertThat(ada.line()).isEqualTo("ada: hello\n");
      assertThat(grace.line()).isEqualTo("ada: hello\n");
      grace.close();
      assertThat(ada.line()).isEqualTo("grace has left the chat\n");
    }
  }

  @Test
  void lines_sent_along_with_connect_are_said_and_a_half_closed_client_reads_to_its_end()
      throws IOException {
    try (TcpClient client = new TcpClient(service.port("tcp"))) {
      client.send("CONNECT ada\none\ntwo\nthree");
      client.endOutput();
      assertThat(new String(client.rest(), StandardCharsets.UTF_8))
          .isEqualTo(
              """
              Welcome! 1 user(s) are online!
              ada connected!
              ada: one
              ada: two
              ada: three
              ada has left the chat
              """);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HELLO\n", "\n", "connect ada\n", "CONNECT\n", "GET / HTTP/1.1\r\n\r\n"})
  void another_first_line_is_answered_with_what_was_expected(String line) throws IOException {
    assertThat(refusal(line)).isEqualTo("ERROR expected CONNECT <username>\n");
  }

  @Test
  void a_first_line_that_is_too_long_or_no_text_is_answered_the_same() throws IOException {
    assertThat(refusal("x".repeat(5_000))).isEqualTo("ERROR expected CONNECT <username>\n");
    try (TcpClient client = new TcpClient(service.port("tcp"))) {
      client.send(new byte[] {'C', (byte) 0xff, '\n'});
      assertThat(client.line()).isEqualTo("ERROR expected CONNECT <username>\n");
      assertThat(client.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT a b\n", "CONNECT \n", "CONNECT a\u0007\n", "CONNECT a/b\n"})
  void an_invalid_name_is_refused(String line) throws IOException {
    assertThat(refusal(line))
        .isEqualTo("ERROR username must be 1 to 32 letters, digits, '_', '-' or '.'\n");
  }

  @Test
  void a_taken_name_is_refused_and_free_again_when_its_user_has_left() throws IOException {
    TcpClient first = connected("ada", 1);
    assertThat(refusal("CONNECT ada\n")).isEqualTo("ERROR username 'ada' is taken\n");
    try (TcpClient other = connected("grace", 2)) {
      first.close();
      assertThat(other.line()).isEqualTo("ada has left the chat\n");
      connected("ada", 2).close();
    }
  }

  @Test
  void a_client_that_does_not_connect_in_time_is_told_so_and_closed() throws Exception {
    restart(Map.of("connect-timeout", "300ms"));
    try (TcpClient silent = new TcpClient(service.port("tcp"))) {
      assertThat(silent.line()).isEqualTo("ERROR expected CONNECT <username>\n");
      assertThat(silent.line()).isEqualTo("ERROR time is up: no CONNECT within 300 ms\n");
      assertThat(silent.rest()).isEmpty();
    }
  }

  @Test
  void a_user_who_is_silent_is_closed_and_an_empty_line_is_no_silence() throws Exception {
    restart(Map.of("idle-timeout", "3s"));
    try (TcpClient silent = connected("ada", 1);
        TcpClient active = connected("grace", 2)) {
      assertThat(silent.line()).isEqualTo("grace connected!\n");
      CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> lineOf(silent));
      while (!end.isDone()) {
        active.send("\n");
        await(end, 400);
      }
      assertThat(end.join()).startsWith("ERROR nothing was sent for 3 s");
      assertThat(active.line()).isEqualTo("ada has left the chat\n");
    }
  }

  @Test
  void a_message_that_is_not_allowed_is_named_and_the_connection_stays() throws IOException {
    try (TcpClient ada = connected("ada", 1);
        TcpClient grace = connected("grace", 2)) {
      ada.line();
      ada.send("x".repeat(4_097) + "\n");
      assertThat(ada.line()).isEqualTo("ERROR message longer than 4096 bytes; not delivered\n");
      ada.send(new byte[] {'h', (byte) 0xc3, '\n'});
      assertThat(ada.line()).isEqualTo("ERROR message is not UTF-8; not delivered\n");
      ada.send("\u001b[31mred\n");
      assertThat(ada.line()).isEqualTo("ERROR message has control characters; not delivered\n");
      ada.send("x".repeat(4_096) + "\n");
      ada.send("tab\tis allowed\n");
      assertThat(grace.line()).isEqualTo("ada: " + "x".repeat(4_096) + "\n");
      assertThat(grace.line()).isEqualTo("ada: tab\tis allowed\n");
    }
  }

  @Test
  void a_flood_is_cut_to_the_rate_and_others_read_what_was_accepted() throws IOException {
    try (TcpClient ada = connected("ada", 1);
        TcpClient grace = connected("grace", 2)) {
      ada.line();
      ada.send("flood\n".repeat(200));
      ada.send("end\n");
      int accepted = 0;
      int refused = 0;
      while (accepted + refused < 201) {
        if (ada.line().startsWith("ERROR more than 20 messages per second")) {
          refused++;
        } else {
          accepted++;
        }
      }
      assertThat(accepted).as("the burst").isGreaterThanOrEqualTo(40);
      assertThat(refused).isPositive();
      for (int i = 0; i < accepted; i++) {
        assertThat(grace.line()).startsWith("ada: ");
      }
    }
  }

  @Test
  void a_client_that_does_not_read_is_closed_and_slows_nobody() throws Exception {
    restart(Map.of("rate.per-second", "0", "outbox-limit", "64KiB"));
    try (TcpClient deaf = new TcpClient(service.port("tcp"), 4_096);
        TcpClient ada = new TcpClient(service.port("tcp"))) {
      deaf.send("CONNECT deaf\n");
      assertThat(deaf.line()).startsWith("Welcome!");
      ada.send("CONNECT ada\n");
      assertThat(ada.line()).startsWith("Welcome!");
      assertThat(ada.line()).isEqualTo("ada connected!\n");
      String left = "";
      for (int i = 0; i < 20_000 && left.isEmpty(); i++) {
        ada.send("x".repeat(4_000) + "\n");
        String line = ada.line();
        left = line.startsWith("deaf has left") ? line : "";
      }
      assertThat(left).isEqualTo("deaf has left the chat\n");
    }
  }

  @Test
  void thousands_who_never_say_connect_are_closed_and_users_notice_nothing() throws Exception {
    restart(Map.of("connect-timeout", "4s"));
    List<TcpClient> silent = new ArrayList<>();
    try (TcpClient ada = connected("ada", 1)) {
      for (int i = 0; i < 5_000; i++) {
        silent.add(new TcpClient(service.port("tcp")));
      }
      ada.send("hello\n");
      assertThat(ada.line()).isEqualTo("ada: hello\n");
      for (TcpClient client : silent) {
        assertThat(client.line()).isEqualTo("ERROR expected CONNECT <username>\n");
        client.close();
      }
      ada.send("still here\n");
      assertThat(ada.line()).isEqualTo("ada: still here\n");
    }
  }

  @Test
  void when_the_service_stops_everyone_is_disconnected() throws IOException {
    try (TcpClient ada = connected("ada", 1)) {
      service.drain();
      assertThat(new String(ada.rest(), StandardCharsets.UTF_8))
          .isIn("", "ada has left the chat\n");
    }
  }

  private String refusal(String firstLine) throws IOException {
    try (TcpClient client = new TcpClient(service.port("tcp"))) {
      client.send(firstLine);
      String answer = client.line();
      assertThat(client.rest()).isEmpty();
      return answer;
    }
  }

  private static String lineOf(TcpClient client) {
    try {
      return client.line();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void await(CompletableFuture<?> end, long millis) throws Exception {
    try {
      end.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException notYet) {
      // The caller looks again.
    }
  }
}
