package dev.starling.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.FreePorts;
import dev.starling.testing.Program;
import dev.starling.testing.ServiceProcess;
import dev.starling.testing.Starling;
import dev.starling.testing.StarlingExtension;
import dev.starling.testing.TcpClient;
import dev.starling.testing.VisitorsService;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process from its command line to its exit code. */
@Timeout(120)
@ExtendWith(StarlingExtension.class)
class LauncherTest {
  private static final Duration EXIT = Duration.ofSeconds(60);
  private static final Pattern UP = Pattern.compile("visitors is up: .*tcp 127\\.0\\.0\\.1:(\\d+)");

  @TempDir private Path folder;
  private Starling starling;

  @BeforeEach
  void take(Starling given) {
    starling = given;
  }

  private ServiceProcess start(Map<String, String> settings, String... arguments) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "STARLING_CLUSTER_ENABLED", "false",
                "STARLING_TCP_PORT", "0",
                "STARLING_MANAGEMENT_PORT", "0"));
    environment.putAll(settings);
    return starling.opened(
        ServiceProcess.start(
            Program.main(VisitorsService.class).command(arguments),
            environment,
            folder.resolve("log")));
  }

  @Test
  void a_bad_setting_is_one_line_and_exit_code_2() {
    ServiceProcess process = start(Map.of("STARLING_TCP_PORT", "70000"));
    assertThat(process.awaitExit(EXIT)).isEqualTo(ExitCode.BAD_SETTING);
    assertThat(process.output().lines())
        .singleElement()
        .asString()
        .startsWith("visitors: tcp.port: '70000' from environment variable STARLING_TCP_PORT");
  }

  @Test
  void an_unknown_option_is_one_line_and_exit_code_2() {
    ServiceProcess process = start(Map.of(), "--verbose");
    assertThat(process.awaitExit(EXIT)).isEqualTo(ExitCode.BAD_SETTING);
    assertThat(process.output().lines())
        .singleElement()
        .asString()
        .startsWith("visitors: ")
        .contains("--verbose")
        .endsWith("; see --help");
  }

  @Test
  void a_port_that_is_taken_is_one_line_and_exit_code_1() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(FreePorts.one(), 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      ServiceProcess process = start(Map.of("STARLING_TCP_PORT", port));
      assertThat(process.awaitExit(EXIT)).isEqualTo(ExitCode.FAILED);
      assertThat(process.output().lines())
          .singleElement()
          .asString()
          .startsWith("visitors: cannot listen on 127.0.0.1:" + port + " (tcp.host, tcp.port): ");
    }
  }

  @Test
  void help_and_settings_are_printed_and_nothing_is_started() {
    ServiceProcess help = start(Map.of(), "--help");
    assertThat(help.awaitExit(EXIT)).isEqualTo(ExitCode.OK);
    assertThat(help.output()).contains("--print-config").doesNotContain("is up");
    ServiceProcess settings = start(Map.of("STARLING_TCP_PORT", "8765"), "--print-config");
    assertThat(settings.awaitExit(EXIT)).isEqualTo(ExitCode.OK);
    assertThat(settings.output()).contains("8765", "STARLING_TCP_PORT").doesNotContain("is up");
  }

  @Test
  void sigterm_closes_connections_and_ends_with_exit_code_0() throws Exception {
    ServiceProcess process = start(Map.of());
    int port = Integer.parseInt(process.awaitOutput(UP).group(1));
    try (TcpClient client = new TcpClient(port)) {
      client.await("1");
      process.terminate();
      client.rest();
    }
    assertThat(process.awaitExit(EXIT)).isEqualTo(ExitCode.OK);
    assertThat(process.output()).contains("draining, for up to 2000 ms", "drained");
  }
}
