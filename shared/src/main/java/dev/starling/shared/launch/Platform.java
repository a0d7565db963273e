package dev.starling.shared.launch;

import dev.starling.shared.cluster.ClusterNode;
import dev.starling.shared.management.Management;
import dev.starling.shared.settings.ServiceSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the services of one process share: management, and Vert.x as a member of the cluster. Its
 * methods may block and are not for event loops.
 */
public final class Platform {
  private final Management management = new Management();
  private final AtomicInteger freePorts = new AtomicInteger();
  private final CompletableFuture<ClusterNode> joining;

  private Platform(CompletableFuture<ClusterNode> joining) {
    this.joining = joining;
    management.health().live("cluster", this::clusterComplaint);
    management
        .health()
        .ready("joined", () -> joining.isDone() ? Optional.empty() : Optional.of("joining"));
  }

  /**
   * Begins to join the cluster, and makes management ready meanwhile: that is most of the time a
   * start takes.
   *
   * @param services names of what will run here
   */
  public static Platform start(ServiceSettings.Cluster cluster, List<String> services) {
    CompletableFuture<MeterRegistry> metrics = new CompletableFuture<>();
    CompletableFuture<ClusterNode> joining = new CompletableFuture<>();
    new Thread(() -> join(cluster, services, metrics, joining), "join").start();
    Platform platform = new Platform(joining);
    metrics.complete(platform.management.metrics());
    return platform;
  }

  /**
   * Starts a service; blocks until it listens.
   *
   * @throws StartFailure says in one line why not
   */
  public <S extends ServiceSettings> RunningService run(ServiceDefinition<S> service, S settings) {
    return RunningService.start(this, service, settings);
  }

  /**
   * This process as a member of the cluster; blocks until it is one.
   *
   * @throws StartFailure says in one line why not
   */
  public ClusterNode node() {
    try {
      return joining.join();
    } catch (CompletionException failure) {
      throw (StartFailure) failure.getCause();
    }
  }

  /** Leaves the cluster and ends Vert.x; blocks until done or the time is over. */
  public void close(long timeout, TimeUnit unit) throws TimeoutException {
    node().leave(timeout, unit);
    management.close().await(timeout, unit);
  }

  public Management management() {
    return management;
  }

  /**
   * What to listen on for a configured port. For port 0 it is a negative number, by which Vert.x
   * gives several instances of a verticle the same free port.
   */
  int bindable(int port) {
    return port == 0 ? freePorts.decrementAndGet() : port;
  }

  private Optional<String> clusterComplaint() {
    return joining.isDone() && !joining.isCompletedExceptionally()
        ? joining.join().complaint()
        : Optional.empty();
  }

  private static void join(
      ServiceSettings.Cluster cluster,
      List<String> services,
      CompletableFuture<MeterRegistry> metrics,
      CompletableFuture<ClusterNode> joining) {
    try {
      joining.complete(
          ClusterNode.join(
              cluster,
              services,
              new VertxOptions().setPreferNativeTransport(true).setMetricsOptions(metricsOptions()),
              () -> new MicrometerMetricsFactory(metrics.join())));
    } catch (TimeoutException | RuntimeException failure) {
      joining.completeExceptionally(
          new StartFailure(
              "cannot join the cluster at "
                  + cluster.host()
                  + ":"
                  + cluster.port()
                  + " (cluster.host, cluster.port, cluster.members): "
                  + StartFailure.reason(failure),
              failure));
    }
  }

  private static MicrometerMetricsOptions metricsOptions() {
    return new MicrometerMetricsOptions()
        .setEnabled(true)
        .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true))
        // Services count their own connections; Vert.x would count every one a second time.
        .setDisabledMetricsCategories(
            Set.of(
                MetricsDomain.NET_SERVER.toCategory(),
                MetricsDomain.NET_CLIENT.toCategory(),
                MetricsDomain.HTTP_CLIENT.toCategory(),
                MetricsDomain.DATAGRAM_SOCKET.toCategory(),
                MetricsDomain.VERTICLES.toCategory()));
  }
}
