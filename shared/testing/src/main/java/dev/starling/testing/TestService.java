package dev.starling.testing;

import dev.starling.core.cluster.ClusterNode;
import dev.starling.core.launch.Platform;
import dev.starling.core.launch.RunningService;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import io.vertx.ext.healthchecks.CheckResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An instance of a service in the JVM of the test, on event loops of its own. */
public final class TestService implements ServiceInstance {
  private static final long STOP_SECONDS = 60;
  private static final long READY_SECONDS = 60;
  private static final long LOOK_MILLIS = 50;

  private final Platform platform;
  private final RunningService running;
  private boolean closed;

  private TestService(Platform platform, RunningService running) {
    this.platform = platform;
    this.running = running;
  }

  /**
   * Starts a service, alone unless the settings say otherwise, with management on any free port.
   *
   * @param settings values by the path of their setting, in place of the defaults
   */
  public static <S extends ServiceSettings> TestService start(
      ServiceDefinition<S> service, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("management.port", "0"));
    all.put("cluster.enabled", "false");
    all.putAll(settings);
    try {
      S loaded =
          SettingsLoader.load(service.settings(), service.name(), List.of(), Map.of(), all)
              .settings();
      Platform platform = Platform.start(service.name(), loaded, List.of(service.name()));
      return new TestService(platform, platform.run(service, loaded));
    } catch (SettingsException failure) {
      throw new IllegalArgumentException(failure);
    }
  }

  @Override
  public String address(String purpose) {
    return running.addresses().get(purpose);
  }

  /** The service as it runs, with its roster and its health. */
  public RunningService running() {
    return running;
  }

  /** Its Vert.x, its event bus and its cluster; a test can be the services that it asks. */
  public ClusterNode node() {
    return running.node();
  }

  @Override
  public void awaitReady() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not ready in " + READY_SECONDS + " s");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException failure) {
        throw Interrupted.whileWaiting(failure);
      }
    }
  }

  /** Whether it is ready now. */
  public boolean isReady() {
    try {
      return CheckResult.isUp(
          platform.management().health().readiness().await(READY_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException failure) {
      throw new AssertionError("readiness is not known", failure);
    }
  }

  /**
   * Drops out of the cluster without handing anything over, then closes all connections. Unlike a
   * process it still runs its verticles' {@code stop()}, when the others have lost it already.
   */
  @Override
  public void kill() {
    running.node().hazelcast().ifPresent(member -> member.getLifecycleService().terminate());
    close();
  }

  /** Drains it, as SIGTERM does; it stays in the cluster. */
  public void drain() {
    try {
      running.stop(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException failure) {
      throw new AssertionError("did not drain", failure);
    }
  }

  @Override
  public void stop() {
    drain();
    close();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      platform.close(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException failure) {
      throw new AssertionError("did not close", failure);
    }
  }
}
