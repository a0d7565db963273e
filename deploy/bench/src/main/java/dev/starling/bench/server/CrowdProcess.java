package dev.starling.bench.server;

import dev.starling.bench.load.CrowdCommand;
import dev.starling.bench.load.Dialect;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A crowd of clients in a process of its own, with descriptors and ports of its own. */
public final class CrowdProcess implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final BufferedReader output;

  private CrowdProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.US_ASCII);
  }

  /**
   * Has so many clients connect to the counter on this port.
   *
   * @param total that everyone is to show
   */
  public static CrowdProcess start(int port, int size, int total, Dialect dialect, Duration limit)
      throws IOException {
    List<String> line =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-jar",
            System.getProperty("java.class.path"),
            CrowdCommand.NAME,
            Integer.toString(port),
            Integer.toString(size),
            Integer.toString(total),
            dialect.name(),
            Long.toString(limit.toSeconds()));
    return new CrowdProcess(new ProcessBuilder(line).redirectErrorStream(true).start());
  }

  /**
   * Waits until everyone shows the full number; the process itself gives up after the limit.
   *
   * @return from the first connect to the moment the last client shows it
   */
  public Duration awaitGathered() throws IOException {
    StringBuilder before = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(CrowdCommand.GATHERED)) {
        return Duration.ofMillis(Long.parseLong(line.substring(CrowdCommand.GATHERED.length())));
      }
      before.append(line).append('\n');
    }
    throw new IOException("clients are lost: " + before.toString().strip());
  }

  /** Everyone leaves. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException failure) {
      process.destroyForcibly();
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
