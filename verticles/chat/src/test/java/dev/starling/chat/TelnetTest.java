package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TelnetTest extends ChatFixture {
  @Test
  void a_telnet_client_may_offer_options_and_interrupt_and_end_lines_with_cr_nul()
      throws IOException {
    try (TcpClient putty = new TcpClient(service.port("tcp"))) {
      putty.send(bytes("FFFB1F FFFB18", "CONNECT ada\r\0"));
      // DONT NAWS, DONT TERMINAL-TYPE
      assertThat(putty.input().readNBytes(6)).isEqualTo(bytes("FFFE1F FFFE18", ""));
      assertThat(putty.line()).isEqualTo("Welcome! 1 user(s) are online!\n");
      assertThat(putty.line()).isEqualTo("ada connected!\n");
      putty.send(bytes("FFFA1F0050FFFF0018FFF0", "size\r\n"));
      assertThat(putty.line()).isEqualTo("ada: size\n");
      putty.send(bytes("FFF4 FFF1", "after an interrupt\r\0next\r\n"));
      assertThat(putty.line()).isEqualTo("ada: after an interrupt\n");
      assertThat(putty.line()).isEqualTo("ada: next\n");
      putty.send(bytes("FFFD06", ""));
      assertThat(putty.input().readNBytes(3)).isEqualTo(bytes("FFFC06", ""));
      putty.send(bytes("FFFF", " is no text\n"));
      assertThat(putty.line()).isEqualTo("ERROR message is not UTF-8; not delivered\n");
    }
  }

  @Test
  void telnet_parameters_without_an_end_close_the_connection() throws IOException {
    try (TcpClient client = connected("ada", 1)) {
      client.send(bytes("FFFA18", "x".repeat(2_000)));
      assertThat(client.line()).isEqualTo("ERROR telnet parameters longer than 1024 bytes\n");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void telnet_commands_alone_are_no_sign_of_life() throws Exception {
    restart(Map.of("connect-timeout", "500ms"));
    try (TcpClient client = new TcpClient(service.port("tcp"))) {
      CompletableFuture<Void> commands =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  try {
                    client.send(bytes("FFF1", ""));
                    Thread.sleep(10);
                  } catch (IOException | InterruptedException closed) {
                    return;
                  }
                }
              });
      assertThat(client.line()).isEqualTo("ERROR expected CONNECT <username>\n");
      client.rest();
      commands.cancel(true);
    }
  }

  /** Telnet's commands, in hexadecimal, and a text behind them. */
  private static byte[] bytes(String hex, String text) {
    return Buffer.buffer(HexFormat.of().parseHex(hex.replace(" ", "")))
        .appendString(text)
        .getBytes();
  }
}
