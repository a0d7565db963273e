package dev.starling.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A server under load: a child process, ended with this object or, at the latest, with the bench.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ServerProcess::end)));
  }

  private final Launch launch;
  private final Process process;
  private final Path log;
  private final Duration timeToReady;

  private ServerProcess(Launch launch) throws IOException, InterruptedException {
    this.launch = launch;
    this.log = Files.createTempFile("bench-" + launch.name().replace(' ', '-') + "-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(launch.command()).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(launch.environment());
    long begin = System.nanoTime();
    this.process = builder.start();
    RUNNING.add(process);
    awaitReady(begin);
    this.timeToReady = Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Starts a server and waits until it is ready. */
  public static ServerProcess start(Launch launch) throws IOException, InterruptedException {
    return new ServerProcess(launch);
  }

  /** From the start of the process to the first answer that says ready, to about 10 ms. */
  public Duration timeToReady() {
    return timeToReady;
  }

  /** Where the load goes. */
  public int port() {
    return launch.port();
  }

  /** For messages. */
  public String name() {
    return launch.name();
  }

  /**
   * Processor time used so far, user and system, all threads, with the processes that it started;
   * in steps of 10 ms.
   */
  public Duration cpu() {
    Duration own = process.info().totalCpuDuration().orElseThrow(this::gone);
    return process
        .descendants()
        .map(worker -> worker.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(own, Duration::plus);
  }

  /** Stops it where it is, connections and all, until {@link #thaw}. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on. */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Kills it, as the loss of a machine does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    RUNNING.remove(process);
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException("no signal reaches " + launch.name());
    }
  }

  /** Bytes resident in memory, with those of the processes that it started. */
  public long resident() throws IOException {
    long bytes = memory().resident();
    for (ProcessHandle worker : process.descendants().toList()) {
      bytes += new MemoryProbe(worker.pid()).resident();
    }
    return bytes;
  }

  /** Looks into the memory of the process. */
  public MemoryProbe memory() {
    return new MemoryProbe(process.pid());
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      workers.forEach(ProcessHandle::destroyForcibly);
      Files.deleteIfExists(log);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      RUNNING.remove(process);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void awaitReady(long begin) throws InterruptedException {
    ReadinessProbe probe = new ReadinessProbe(launch);
    while (!probe.isReady()) {
      if (!process.isAlive() || System.nanoTime() - begin > START_LIMIT.toNanos()) {
        IllegalStateException failure = gone();
        end(process);
        RUNNING.remove(process);
        throw failure;
      }
      Thread.sleep(POLL_INTERVAL.toMillis());
    }
  }

  private IllegalStateException gone() {
    String state = process.isAlive() ? " is not ready" : " has ended";
    return new IllegalStateException(launch.name() + state + "; its log ends:\n" + logTail());
  }

  private String logTail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(not readable: " + e.getMessage() + ")";
    }
  }
}
