package dev.starling.systemtests.running;

import dev.starling.testing.DefaultSignals;
import dev.starling.testing.ServiceEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running process with its output in a file. Signals go to it by its process id. */
public final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  private ServiceProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program; both of its outputs are appended to the log.
   *
   * @param environment added to this process's own, from which settings of Starling are taken out,
   *     as are options for every JVM: a service is to see only what a test gives it
   */
  public static ServiceProcess start(
      List<String> command, Map<String, String> environment, Path log) {
    try {
      Files.createDirectories(log.getParent());
      ProcessBuilder builder =
          new ProcessBuilder(DefaultSignals.with(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      ServiceEnvironment.clean(builder, environment);
      Process process = builder.start();
      Processes.started(process, log);
      return new ServiceProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it without a warning, as {@code kill -9} does, and waits until it has gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(60));
  }

  /** SIGSTOP: it keeps its connections and does nothing at all. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT: it goes on where it was. */
  public void thaw() {
    signal("CONT");
  }

  /** SIGTERM: it is to finish what it does and to go. */
  public void terminate() {
    signal("TERM");
  }

  /** Writes to its standard input. */
  void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end, of which the result is the exit code. */
  public int awaitExit(Duration atMost) {
    if (!exitsWithin(atMost)) {
      throw new AssertionError("still running after " + atMost + "\n" + tail());
    }
    return process.exitValue();
  }

  /** Whether it has not ended yet; it may be frozen. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end, and tells whether it came in time. */
  boolean exitsWithin(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw Interrupted.whileWaiting(e);
    }
  }

  String tail() {
    return Processes.tail(log);
  }

  /** Everything it and its predecessors with the same log have written. */
  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    Shell.run("kill", "-" + name, Long.toString(process.pid()));
  }

  /** Ends it if it still runs, frozen or not. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
