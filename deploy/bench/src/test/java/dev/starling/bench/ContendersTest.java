package dev.starling.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.bench.report.Comparison;
import dev.starling.bench.report.Comparison.Subject;
import dev.starling.bench.report.Metric;
import dev.starling.bench.server.Launch;
import dev.starling.bench.server.Rival;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContendersTest {
  private final Comparison comparison =
      new Comparison(Subject.of("echo", "echo"), List.of(Metric.higher("1/s", "%.0f")), Map.of());
  private final List<String> turns = new ArrayList<>();
  private ServerSocket port;

  @BeforeEach
  void listen() throws IOException {
    port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    port.close();
  }

  @Test
  void one_that_fails_in_its_turn_has_no_further_one() throws Exception {
    try (Contenders contenders =
        Contenders.start(
            List.of(up(Rival.STARLING), up("ws"), up("aiohttp")), List.of(comparison))) {
      contenders.each(
          2,
          contender -> {
            turns.add(contender.title());
            if (contender.title().equals("ws")) {
              throw new IOException("it answers with other data\nand more");
            }
            comparison.add(contender.title(), 1);
          });
    }
    assertThat(turns).containsExactly("Starling", "ws", "aiohttp", "Starling", "aiohttp");
    assertThat(comparison.toMarkdown()).endsWith("Left out: ws, it answers with other data\n");
  }

  @Test
  void one_that_does_not_start_or_lacks_something_is_left_out() throws Exception {
    Rival broken = Rival.of("ws", launch("ws", "false"));
    Rival lacking =
        new Rival("Flask", up("Flask").launch(), Optional.of("no Flask"), up("").dialect());
    try (Contenders contenders =
        Contenders.start(List.of(up(Rival.STARLING), broken, lacking), List.of(comparison))) {
      contenders.each(contender -> comparison.add(contender.title(), 1));
    }
    assertThat(comparison.servers()).containsExactly("Starling");
    assertThat(comparison.toMarkdown())
        .contains("Left out: ws, ws has ended", "Left out: Flask, no Flask");
  }

  @Test
  void without_Starling_there_is_nothing_to_compare() throws Exception {
    try (Contenders contenders =
        Contenders.start(List.of(up(Rival.STARLING)), List.of(comparison))) {
      assertThatThrownBy(
              () ->
                  contenders.each(
                      contender -> {
                        throw new IOException("away");
                      }))
          .hasMessage("away");
    }
  }

  /** Ready is when the port accepts, and the test's own does. */
  private Rival up(String title) {
    return Rival.of(title, launch(title, "sleep", "60"));
  }

  private Launch launch(String name, String... command) {
    int ready = command[0].equals("false") ? 1 : port.getLocalPort();
    return new Launch(name, List.of(command), Map.of(), ready, Optional.empty());
  }
}
