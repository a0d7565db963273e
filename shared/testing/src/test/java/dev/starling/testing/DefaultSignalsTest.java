package dev.starling.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DefaultSignalsTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Bits of signals 1 to 3: HUP, INT, QUIT. */
  private static final long THREE = 0b111;

  @Test
  void what_a_parent_ignores_is_not_ignored() throws Exception {
    assumeTrue(Files.isReadable(STATUS), "no " + STATUS);
    List<String> status = DefaultSignals.with(List.of("grep", "SigIgn", STATUS.toString()));
    assumeTrue(status.get(0).equals("env"), "env has no --default-signal");
    assertThat(ignoredBy(status) & THREE).isZero();
  }

  /** Started by a shell that ignores all three. */
  private static long ignoredBy(List<String> command) throws Exception {
    String shell = "trap '' HUP INT QUIT; exec " + String.join(" ", command);
    Process process =
        new ProcessBuilder("sh", "-c", shell)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).strip(), 16);
  }
}
