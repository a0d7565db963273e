package dev.starling.systemtests.running;

import dev.starling.testing.DefaultSignals;
import dev.starling.testing.Interrupted;
import dev.starling.testing.Processes;
import dev.starling.testing.ServiceEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What came of starting a service that was to end before it served anybody.
 *
 * @param exitCode its exit code
 * @param output what it wrote to standard output
 * @param errors the lines it wrote to standard error
 */
public record Invocation(int exitCode, String output, List<String> errors) {
  private static final long SECONDS = Machine.allow(Duration.ofSeconds(30)).toSeconds();
  private static final long MILLIS_BETWEEN_LOOKS = 20;

  /** What is done to a process before its end is awaited. */
  private interface Meanwhile {
    void act(Process process) throws InterruptedException;
  }

  /** Starts a service and waits for its end. */
  public static Invocation of(
      String service, Map<String, String> settings, List<String> arguments) {
    return of(service, settings, arguments, process -> {});
  }

  /**
   * Starts a service, sends it SIGTERM as soon as its management port answers, which is before it
   * has joined the cluster, and waits for its end.
   */
  public static Invocation stoppedWhileStarting(String service, Map<String, String> settings) {
    Address management = Ports.freeAddress();
    Map<String, String> all = new HashMap<>(settings);
    all.put("STARLING_MANAGEMENT_HOST", management.host());
    all.put("STARLING_MANAGEMENT_PORT", Integer.toString(management.port()));
    return of(service, all, List.of(), process -> terminate(process, new Management(management)));
  }

  private static void terminate(Process process, Management management)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (management.find("/health/live").isEmpty()) {
      if (process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("ended by itself with " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("nobody answers at " + management.address());
      }
    }
    process.destroy();
  }

  private static Invocation of(
      String service, Map<String, String> settings, List<String> arguments, Meanwhile meanwhile) {
    Requirements.built(service);
    List<String> command = new ArrayList<>(Java.current().command(service));
    command.addAll(arguments);
    try {
      Path logs = Files.createDirectories(Path.of("target/logs"));
      Path output = Files.createTempFile(logs, "output-", ".log");
      Path errors = Files.createTempFile(logs, "errors-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(DefaultSignals.with(command))
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      ServiceEnvironment.clean(builder, settings);
      Process process = builder.start();
      Processes.started(process, errors);
      meanwhile.act(process);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " does not end\n" + Processes.tail(output));
      }
      return new Invocation(
          process.exitValue(), Files.readString(output), Files.readAllLines(errors));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Interrupted.whileWaiting(e);
    }
  }
}
