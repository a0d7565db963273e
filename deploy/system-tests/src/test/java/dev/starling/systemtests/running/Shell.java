package dev.starling.systemtests.running;

import dev.starling.testing.Interrupted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Short commands of the operating system. */
final class Shell {
  private static final int SECONDS = 60;

  private Shell() {}

  /** Runs a command to its end; fails with its output unless it exits with 0. */
  static void run(String... command) {
    Result result = execute(command);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + result.output());
    }
  }

  /** Runs a command to its end; all that it writes, whatever its exit code is. */
  static String output(String... command) {
    return execute(command).output();
  }

  /** Runs a command to its end and tells whether it exits with 0. */
  static boolean succeeds(String... command) {
    return execute(command).exitCode() == 0;
  }

  private static Result execute(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " does not end");
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Interrupted.whileWaiting(e);
    }
  }

  private record Result(int exitCode, String output) {}
}
