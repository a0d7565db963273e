package dev.starling.terminal.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.Pty;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, as a person or a script has it. */
@Timeout(180)
class LoadOnTerminalTest {
  private static final String ESCAPE = "\u001b";
  private static final String CLEAR = ESCAPE + "[K";

  private final Vertx vertx = Vertx.vertx();
  private final CountDownLatch asked = new CountDownLatch(100);
  private final int port =
      vertx
          .createHttpServer()
          .requestHandler(
              request -> {
                asked.countDown();
                request.response().end("hello");
              })
          .listen(0, "127.0.0.1")
          .await()
          .actualPort();
  private final String url = "http://127.0.0.1:" + port + "/";

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void a_person_sees_it_move_and_gets_the_report_so_far_with_control_c() throws Exception {
    try (Pty terminal =
        Pty.onTerminal(80, 24, Map.of(), "load", "-r", "200", "-d", "10s", "--warmup", "0", url)) {
      terminal.await("#");
      terminal.await("p99");
      terminal.controlC();
      String shown = terminal.end();
      assertThat(shown).contains(ESCAPE + "[32m").contains("broken off").contains("latency");
      assertThat(shown).contains("code=130");
      assertThat(between(shown, "after=")).isEqualTo(between(shown, "before="));
    }
  }

  @Test
  void a_tiny_terminal_without_colours_is_enough(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("load.html");
    try (Pty terminal =
        Pty.onTerminal(
            20,
            5,
            Map.of("NO_COLOR", "1"),
            "load",
            "-d",
            "1s",
            "--warmup",
            "0",
            "--report",
            "html",
            "-o",
            page.toString(),
            url)) {
      String shown = terminal.end();
      assertThat(shown).contains("code=0").contains(" %").contains("answers");
      assertThat(shown.replace(CLEAR, "")).doesNotContain(ESCAPE);
      for (String line : shown.split("\r")) {
        if (line.endsWith(CLEAR)) {
          assertThat(line.replace(CLEAR, "").length()).isLessThan(20);
        }
      }
      assertThat(between(shown, "after=")).isEqualTo(between(shown, "before="));
    }
    assertThat(page).content().startsWith("<!doctype html>").contains("<svg");
  }

  @Test
  void a_refused_connection_is_one_line_and_leaves_the_terminal_as_it_was() throws Exception {
    String nobody = "http://127.0.0.1:" + closedPort() + "/";
    try (Pty terminal = Pty.onTerminal(20, 5, Map.of(), "load", nobody)) {
      String shown = terminal.end();
      assertThat(shown).contains("cannot reach " + nobody + ": connection refused\r\n");
      assertThat(shown).contains("code=1\r\n");
      assertThat(between(shown, "after=")).isEqualTo(between(shown, "before="));
    }
  }

  @Test
  void in_a_pipe_there_is_nothing_but_the_report_also_when_interrupted() throws Exception {
    try (Pty pipe = Pty.inPipe("load", "-d", "5m", "--warmup", "0", "--report", "json", url)) {
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      pipe.interrupt();
      String written = pipe.end();
      assertThat(pipe.exitCode()).isEqualTo(130);
      assertThat(written).startsWith("{").endsWith("}\n").doesNotContain(ESCAPE, "\r");
      assertThat(written).contains("\"broken_off\" : true");
    }
  }

  private static String between(String shown, String label) {
    Matcher matcher = Pattern.compile(label + "(\\S+)").matcher(shown);
    assertThat(matcher.find()).as(shown).isTrue();
    return matcher.group(1);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
