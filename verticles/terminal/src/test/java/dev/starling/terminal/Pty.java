package dev.starling.terminal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.starling.testing.DefaultSignals;
import dev.starling.testing.Program;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program in a process of its own: on a pseudo-terminal, or with its output in a pipe. */
public final class Pty implements AutoCloseable {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final long PATIENCE_SECONDS = 60;
  private static final String CONTROL_C = "\u0003";

  private final Process process;
  private final StringBuilder output = new StringBuilder();
  private final Thread reader;

  private Pty(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts it on a terminal. Around it, the terminal's settings are shown as {@code before=...} and
   * {@code after=...}, and its exit code as {@code code=...}.
   */
  public static Pty onTerminal(
      int columns, int rows, Map<String, String> environment, String... arguments)
      throws IOException {
    assumeTrue(Files.isExecutable(SCRIPT), "script is not installed (Debian: bsdutils)");
    String shell =
        "trap : INT; stty cols "
            + columns
            + " rows "
            + rows
            + "; echo before=$(stty -g); "
            + "'"
            + String.join("' '", java(arguments))
            + "'; echo code=$?; echo after=$(stty -g)";
    ProcessBuilder builder =
        new ProcessBuilder(
                DefaultSignals.with(List.of(SCRIPT.toString(), "-qfec", shell, "/dev/null")))
            .redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    builder.environment().remove("NO_COLOR");
    builder.environment().putAll(environment);
    return new Pty(builder.start());
  }

  /** Starts it in a pipe, standard error included. */
  public static Pty inPipe(String... arguments) throws IOException {
    return new Pty(
        new ProcessBuilder(DefaultSignals.with(java(arguments))).redirectErrorStream(true).start());
  }

  private static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(classPath());
    command.add(TerminalProgram.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** That of the tests, without what only they log with. */
  private static String classPath() {
    String all = Program.classPath();
    return Stream.of(all.split(File.pathSeparator))
        .filter(entry -> !entry.contains("slf4j"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void read() {
    byte[] part = new byte[4_096];
    try (InputStream stream = process.getInputStream()) {
      for (int length = stream.read(part); length >= 0; length = stream.read(part)) {
        synchronized (output) {
          output.append(new String(part, 0, length, StandardCharsets.UTF_8));
          output.notifyAll();
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Waits until it has written this. */
  public void await(String text) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (output) {
      while (output.indexOf(text) < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || (!process.isAlive() && !reader.isAlive())) {
          throw new AssertionError("'" + text + "' was not written:\n" + output);
        }
        output.wait(Math.min(left, 100));
      }
    }
  }

  /** Types on the terminal. */
  public void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  public void controlC() throws IOException {
    type(CONTROL_C);
  }

  /** Sends SIGINT to what runs in a pipe. */
  public void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for the end; everything it has written. */
  public String end() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end:\n" + output);
    }
    reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    synchronized (output) {
      return output.toString();
    }
  }

  public int exitCode() {
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
