package dev.starling.systemtests.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What came of starting a service that was to end by itself.
 *
 * @param exitCode its exit code
 * @param output what it wrote to standard output
 * @param errors the lines it wrote to standard error
 */
public record Invocation(int exitCode, String output, List<String> errors) {
  private static final int SECONDS = 30;

  /** Starts a service and waits for its end. */
  public static Invocation of(
      String service, Map<String, String> settings, List<String> arguments) {
    Requirements.built(service);
    List<String> command = new ArrayList<>(Java.current().command(service));
    command.addAll(arguments);
    try {
      Path logs = Files.createDirectories(Path.of("target/logs"));
      Path output = Files.createTempFile(logs, "output-", ".log");
      Path errors = Files.createTempFile(logs, "errors-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      ServiceProcess.cleanEnvironment(builder, settings);
      Process process = builder.start();
      Processes.started(process, errors);
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
