package dev.starling.shared.launch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a process stops without cutting anybody off. */
final class Drain {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  /**
   * Beyond the drain time: closing handshakes, and handing over what this member of the cluster
   * held.
   */
  private static final long GRACE_MILLIS = 8_000;

  private Drain() {}

  /**
   * On SIGTERM or SIGINT: all services stop being ready and accepting, finish what is in flight,
   * say goodbye; then the process leaves the cluster and exits with 0, or with 1 when it could not
   * in time.
   */
  static void onSignal(Platform platform, List<RunningService> services, Duration timeout) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  int code = drain(platform, services, timeout.toMillis());
                  // A JVM that a signal stops would exit with 128 + the signal's number.
                  Runtime.getRuntime().halt(code);
                },
                "drain"));
  }

  private static int drain(Platform platform, List<RunningService> services, long timeout) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout + GRACE_MILLIS);
    log.info("draining, for up to {} ms", timeout);
    services.forEach(RunningService::retire);
    try {
      for (RunningService service : services) {
        service.stop(remaining(deadline), TimeUnit.NANOSECONDS);
      }
      platform.close(remaining(deadline), TimeUnit.NANOSECONDS);
      log.info("drained");
      return ExitCode.OK;
    } catch (TimeoutException failure) {
      log.error("not drained within {} ms, ending all the same", timeout + GRACE_MILLIS);
    } catch (RuntimeException failure) {
      log.error("not drained: {}", StartFailure.reason(failure));
    }
    return ExitCode.FAILED;
  }

  private static long remaining(long deadline) {
    return Math.max(1, deadline - System.nanoTime());
  }
}
