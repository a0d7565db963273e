package dev.starling.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Load from wrk (https://github.com/wg/wrk), one thread of it: every connection asks again as soon
 * as it is answered.
 */
public final class Wrk {
  private static final String PROGRAM = "wrk";
  private static final Duration LATE = Duration.ofSeconds(20);

  private final int connections;
  private final Duration duration;

  public Wrk(int connections, Duration duration) {
    this.connections = connections;
    this.duration = duration;
  }

  /**
   * What is asked for.
   *
   * @param path and query, the same every time; the script may have it otherwise
   * @param script Lua, a resource beside this class; null is none
   */
  public record Request(String path, String script) {
    /** The same every time. */
    public static Request get(String path) {
      return new Request(path, null);
    }
  }

  /** Loads the server at a port of the loopback address; everything it answers must be 2xx. */
  public WrkResult run(int port, Request request) throws IOException, InterruptedException {
    return start(port, request).await();
  }

  /** As {@link #run}, without waiting for the end. */
  public Running start(int port, Request request) throws IOException {
    Path script = request.script == null ? null : copied(request.script);
    List<String> command = new ArrayList<>(List.of(PROGRAM, "-t1", "--latency"));
    command.addAll(List.of("-c" + connections, "-d" + duration.toSeconds() + "s"));
    if (script != null) {
      command.addAll(List.of("-s", script.toString()));
    }
    command.add("http://127.0.0.1:" + port + request.path);
    try {
      return new Running(new ProcessBuilder(command).redirectErrorStream(true).start(), script);
    } catch (IOException failure) {
      throw new IOException("cannot run wrk (Debian: apt-get install wrk)", failure);
    }
  }

  /** A run that is under way. */
  public final class Running {
    private final Process process;
    private final Path script;

    private Running(Process process, Path script) {
      this.process = process;
      this.script = script;
    }

    /** Waits for its end. */
    public WrkResult await() throws IOException, InterruptedException {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(duration.plus(LATE).toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException("wrk does not end");
      }
      if (script != null) {
        Files.deleteIfExists(script);
      }
      if (process.exitValue() != 0) {
        throw new IOException("wrk failed: " + output);
      }
      return WrkResult.parse(output);
    }
  }

  private static Path copied(String resource) throws IOException {
    try (InputStream in = Wrk.class.getResourceAsStream(resource)) {
      Path file = Files.createTempFile("bench-", ".lua");
      Files.write(file, in.readAllBytes());
      return file;
    }
  }
}
