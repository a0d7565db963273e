package dev.starling.core.launch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a process stops without cutting anybody off. It is there before anything is started: a
 * process that has to stop before it is up gives up the start and releases what it has.
 */
final class Drain {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  /**
   * Beyond the drain time: closing handshakes, and handing over what this member of the cluster
   * held.
   */
  private static final long GRACE_MILLIS = 8_000;

  private final Thread hook = new Thread(this::drainAndEnd, "drain");

  /** The running services once the start is over; none when it failed. */
  private final CompletableFuture<List<RunningService>> started = new CompletableFuture<>();

  private volatile long timeout;
  private volatile Platform platform;
  private volatile boolean begun;

  private Drain() {}

  /**
   * On SIGTERM or SIGINT: all services stop being ready and accepting, finish what is in flight,
   * say goodbye; then the process leaves the cluster and exits with 0, or with 1 when it could not
   * in time.
   */
  static Drain onSignal() {
    Drain drain = new Drain();
    Runtime.getRuntime().addShutdownHook(drain.hook);
    return drain;
  }

  /** There is nothing to start, and the process ends by itself. */
  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      failed();
    }
  }

  /**
   * The start begins.
   *
   * @param drainTime that services may take to stop, from now on
   * @throws StartFailure if the process has to stop
   */
  void starting(Duration drainTime) {
    timeout = drainTime.toMillis();
    if (begun) {
      throw new StartFailure("told to stop before the start began", null);
    }
  }

  /** There is something to be let go of. */
  void starting(Platform platform) {
    this.platform = platform;
    if (begun) {
      platform.abandonStart();
    }
  }

  /** The start is over. */
  void up(List<RunningService> services) {
    started.complete(services);
  }

  /** The start came to nothing. */
  void failed() {
    started.complete(List.of());
  }

  /** Whether the process has to stop. */
  boolean hasBegun() {
    return begun;
  }

  private void drainAndEnd() {
    int code = run();
    // A JVM that a signal stops would exit with 128 + the signal's number.
    Runtime.getRuntime().halt(code);
  }

  private int run() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout + GRACE_MILLIS);
    begun = true;
    if (platform != null) {
      platform.abandonStart();
    }
    if (!started.isDone()) {
      log.info("told to stop before the start was over");
    }
    try {
      stop(started.get(remaining(deadline), TimeUnit.NANOSECONDS), deadline);
      return ExitCode.OK;
    } catch (TimeoutException failure) {
      log.error("not drained within {} ms, ending all the same", timeout + GRACE_MILLIS);
    } catch (InterruptedException | ExecutionException | RuntimeException failure) {
      log.error("not drained: {}", StartFailure.reason(failure));
    }
    return ExitCode.FAILED;
  }

  private void stop(List<RunningService> services, long deadline) throws TimeoutException {
    if (!services.isEmpty()) {
      log.info("draining, for up to {} ms", timeout);
    }
    services.forEach(RunningService::retire);
    for (RunningService service : services) {
      service.stop(remaining(deadline), TimeUnit.NANOSECONDS);
    }
    if (platform != null) {
      platform.close(remaining(deadline), TimeUnit.NANOSECONDS);
    }
    log.info(services.isEmpty() ? "stopped; no services were running" : "drained");
  }

  private static long remaining(long deadline) {
    return Math.max(1, deadline - System.nanoTime());
  }
}
