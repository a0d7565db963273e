package dev.starling.dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A process of the service. */
final class Instance {
  /** A line of the launcher's, once clients may connect. */
  private static final String UP = " is up: ";

  private static final long STOP_SECONDS = 15;
  private static final long READY_SECONDS = 60;

  /** What Netty and Hazelcast reach into; a jar has it in its manifest. */
  private static final List<String> OPENED =
      List.of(
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
          "--add-opens=java.management/sun.management=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

  private static final int NATIVE_ACCESS_SINCE = 22;

  /** A start counts more here than speed after a minute. */
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

  private final Process process;
  private final CompletableFuture<Void> up = new CompletableFuture<>();

  private Instance(Process process) {
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param environment beside that of this process
   * @param output gets each line that it prints, on a thread of its own
   */
  static Instance start(
      String classPath,
      String main,
      List<String> arguments,
      Map<String, String> environment,
      Consumer<String> output)
      throws IOException {
    ProcessBuilder builder = builder(classPath, main, arguments, environment);
    Instance instance = new Instance(builder.redirectErrorStream(true).start());
    Thread copier = new Thread(() -> instance.copy(output), "output");
    copier.setDaemon(true);
    copier.start();
    return instance;
  }

  /** The settings in force, as a service prints them; empty when they are not valid. */
  static List<String> settings(String classPath, String main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(arguments);
    all.add("--print-config");
    Process process =
        builder(classPath, main, all, Map.of())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> printed = lines.lines().toList();
      return process.waitFor() == 0 ? printed : List.of();
    }
  }

  private static ProcessBuilder builder(
      String classPath, String main, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUICK_START);
    command.addAll(OPENED);
    if (Runtime.version().feature() >= NATIVE_ACCESS_SINCE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  private void copy(Consumer<String> output) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.accept(line);
        if (line.contains(UP)) {
          up.complete(null);
        }
      }
    } catch (IOException ended) {
      // The end of its output, too.
    }
    up.completeExceptionally(new IOException("ended"));
  }

  /** Waits until clients may connect; returns whether they may. */
  boolean awaitUp() throws InterruptedException {
    try {
      up.get(READY_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException notUp) {
      return false;
    }
  }

  /** Has it drain and end, at once if that takes too long; returns when its ports are free. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
