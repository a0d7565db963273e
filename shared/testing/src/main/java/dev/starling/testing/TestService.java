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

/** A service run inside a test, alone and on free ports. */
public final class TestService implements AutoCloseable {
  private static final long STOP_SECONDS = 60;
  private static final long READY_SECONDS = 60;
  private static final long LOOK_MILLIS = 50;

  private final Platform platform;
  private final RunningService running;

  private TestService(Platform platform, RunningService running) {
    this.platform = platform;
    this.running = running;
  }

  /**
   * Starts a service.
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

  /** A port it listens on: {@code http}, {@code tcp} or {@code management}. */
  public int port(String purpose) {
    String address = running.addresses().get(purpose);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** What it runs in, to be the services that it asks. */
  public ClusterNode node() {
    return running.node();
  }

  /** Waits until load balancers would send it clients; asks as they do, again and again. */
  public void awaitReady() throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("not ready in " + READY_SECONDS + " s");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Whether it is ready now. */
  public boolean isReady() throws TimeoutException {
    return CheckResult.isUp(
        platform.management().health().readiness().await(READY_SECONDS, TimeUnit.SECONDS));
  }

  /** Stops it as SIGTERM would. */
  public void drain() {
    try {
      running.stop(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException failure) {
      throw new AssertionError("did not drain", failure);
    }
  }

  @Override
  public void close() throws TimeoutException {
    platform.close(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
