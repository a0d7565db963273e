package dev.starling.terminal.sql;

import dev.starling.testing.DefaultSignals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The client in a process of its own, on a pseudo-terminal or in a pipe. */
final class SqlProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern CONTROL = Pattern.compile("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]|\r");

  private final Process process;
  private final StringBuilder output = new StringBuilder();

  private SqlProcess(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(DefaultSignals.with(command)).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder
        .environment()
        .putAll(Map.of("TERM", "xterm", "NO_COLOR", "1", "STARLING_SQL_HISTORY", ""));
    builder.environment().putAll(environment);
    process = builder.start();
    Thread reader = new Thread(this::read, "output of sql");
    reader.setDaemon(true);
    reader.start();
  }

  /** On a pseudo-terminal; when it has ended, the state of the terminal is shown. */
  static SqlProcess onTerminal(int columns, int rows, Map<String, String> environment)
      throws IOException {
    String shell =
        "stty rows %d cols %d; %s; echo exit code $?; stty -a"
            .formatted(rows, columns, String.join(" ", java()));
    return new SqlProcess(List.of("script", "-qfec", shell, "/dev/null"), environment);
  }

  private static List<String> java() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return List.of(
        java.toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        SqlProgram.class.getName());
  }

  private void read() {
    byte[] buffer = new byte[4096];
    try (InputStream input = process.getInputStream()) {
      for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
        synchronized (output) {
          output.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
          output.notifyAll();
        }
      }
    } catch (IOException ended) {
      // Nothing more comes.
    }
  }

  void press(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits until this was shown, in the end or on the way; forgets what was shown up to there. */
  String await(String regex) throws InterruptedException {
    Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (output) {
      while (true) {
        String shown = CONTROL.matcher(output).replaceAll("");
        var matcher = pattern.matcher(shown);
        if (matcher.find()) {
          output.setLength(0);
          output.append(shown.substring(matcher.end()));
          return matcher.group();
        }
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw new AssertionError("not shown: " + regex + " but\n" + shown);
        }
        output.wait(left);
      }
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
