package dev.starling.systemtests.running;

import static org.junit.jupiter.api.Assertions.fail;

import dev.starling.testing.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** All services in one process behind one origin, on ports of their own. */
public final class Quickstart implements AutoCloseable {
  private static final Path JAR = Path.of("../quickstart/target/quickstart.jar");

  /** It makes its databases at its start. */
  private static final Duration START = Machine.allow(Duration.ofSeconds(90));

  private static final Duration END = Machine.allow(Duration.ofSeconds(20));

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Address address = Ports.freeAddress();
  private final Management management = new Management(Ports.freeAddress());
  private final ServiceProcess process;

  /** Its cluster is its own: others that run here at the same time would be counted, too. */
  private Quickstart() {
    Address member = Ports.freeAddress();
    process =
        ServiceProcess.start(
            List.of(Java.current().home().resolve("bin/java").toString(), "-jar", JAR.toString()),
            Map.of(
                "STARLING_CLUSTER_NAME", "quickstart-" + member.port(),
                "STARLING_CLUSTER_PORT", Integer.toString(member.port()),
                "STARLING_CLUSTER_MEMBERS", member.toString(),
                "STARLING_HTTP_PORT", Integer.toString(address.port()),
                "STARLING_MANAGEMENT_PORT", Integer.toString(management.address().port()),
                "STARLING_FREE_PORTS", "true",
                "STARLING_DATABASE_DIRECTORY", directory()),
            Path.of("target/logs", "quickstart-" + address.port() + ".log"));
  }

  /** Starts it and waits until all of it is ready. */
  public static Quickstart start() {
    if (!Files.isReadable(JAR)) {
      fail("no " + JAR.normalize() + ": build it first (mvn package)");
    }
    Quickstart quickstart = new Quickstart();
    try {
      quickstart.awaitReady();
      return quickstart;
    } catch (RuntimeException | AssertionError e) {
      quickstart.close();
      throw e;
    }
  }

  /** Of its own, or else it would be that of whoever runs the tests. */
  private String directory() {
    return Path.of("target", "quickstart-" + address.port()).toAbsolutePath().toString();
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START.toNanos();
    while (!management.isReady()) {
      if (process.exitsWithin(BETWEEN_LOOKS)) {
        throw new AssertionError("quickstart ended at its start\n" + process.tail());
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("quickstart not ready after " + START + "\n" + process.tail());
      }
    }
  }

  /** The one origin. */
  public Address address() {
    return address;
  }

  /** Ends it in good order: killed, it would leave its PostgreSQL behind. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.terminate();
      process.exitsWithin(END);
    }
    process.close();
  }
}
