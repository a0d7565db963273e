package dev.starling.core.launch;

import dev.starling.core.cluster.ClusterNode;
import dev.starling.core.observability.Management;
import dev.starling.core.observability.tracing.Tracing;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.tls.UnusableFiles;
import dev.starling.net.internal.NativeTransport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.netty.util.NetUtil;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
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
  private final Optional<Tracing> tracing;
  private volatile boolean startAbandoned;

  private Platform(CompletableFuture<ClusterNode> joining, Optional<Tracing> tracing) {
    this.joining = joining;
    this.tracing = tracing;
    management.health().live("cluster", () -> joined().flatMap(ClusterNode::notLive));
    management.health().ready("bus", () -> joined().flatMap(ClusterNode::notReady));
    management.health().ready("clock", () -> joined().flatMap(ClusterNode::clockFault));
    management
        .health()
        .ready("joined", () -> joining.isDone() ? Optional.empty() : Optional.of("joining"));
    measureCluster();
  }

  /**
   * Begins to join the cluster, and makes management ready meanwhile: that is most of the time a
   * start takes.
   *
   * @param name of the process, which its traces carry
   * @param services names of what will run here
   */
  public static Platform start(String name, ServiceSettings settings, List<String> services) {
    String instance = UUID.randomUUID().toString();
    CompletableFuture<VertxBuilder> builder = new CompletableFuture<>();
    CompletableFuture<ClusterNode> joining = new CompletableFuture<>();
    new Thread(() -> join(settings.cluster(), instance, services, builder, joining), "join")
        .start();
    Platform platform = new Platform(joining, tracing(settings.tracing(), name, instance));
    builder.complete(platform.builder());
    return platform;
  }

  private static Optional<Tracing> tracing(
      ServiceSettings.Tracing settings, String name, String instance) {
    return settings.enabled()
        ? Optional.of(Tracing.start(settings, name, instance))
        : Optional.empty();
  }

  private VertxBuilder builder() {
    VertxBuilder builder =
        Vertx.builder().withTransport(NativeTransport.get()).withMetrics(management.vertxMetrics());
    return tracing.isPresent() ? builder.withTracer(tracing.get().factory()) : builder;
  }

  /**
   * Starts a service; blocks until it listens.
   *
   * @throws StartFailure says in one line why not
   * @throws BadSetting when it cannot start with a setting
   */
  public <S extends ServiceSettings> RunningService run(ServiceDefinition<S> service, S settings) {
    return RunningService.start(this, service, settings);
  }

  /**
   * This process as a member of the cluster; blocks until it is one.
   *
   * @throws StartFailure says in one line why not
   * @throws BadSetting when a file that a setting names cannot be used
   */
  public ClusterNode node() {
    try {
      ClusterNode node = joining.join();
      if (startAbandoned) {
        throw new StartFailure("told to stop before the start was over", null);
      }
      return node;
    } catch (CompletionException failure) {
      throw (RuntimeException) failure.getCause();
    }
  }

  /** From now on nothing is started: attempts fail with a {@link StartFailure}. */
  void abandonStart() {
    startAbandoned = true;
  }

  /** Leaves the cluster and ends Vert.x; blocks until done or the time is over. */
  public void close(long timeout, TimeUnit unit) throws TimeoutException {
    try {
      joining.get(timeout, unit).leave(timeout, unit);
    } catch (ExecutionException neverJoined) {
      // Nothing to leave.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (tracing.isPresent()) {
      tracing.get().close(timeout, unit);
    }
    management.close().await(timeout, unit);
  }

  /** Health and metrics of the process. */
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

  private void measureCluster() {
    Gauge.builder(
            "starling.cluster.members",
            this,
            platform ->
                platform.joined().map(node -> node.membership().instances().size()).orElse(0))
        .description("Instances of all services that the cluster lists, as this one knows it")
        .register(management.metrics());
    Gauge.builder(
            "starling.bus.unheard",
            this,
            platform -> platform.joined().map(ClusterNode::unheard).orElse(0))
        .description("Instances that the cluster lists and that this one does not hear")
        .register(management.metrics());
    FunctionCounter.builder(
            "starling.bus.repairs",
            this,
            platform -> platform.joined().map(ClusterNode::repairs).orElse(0L))
        .description("Times that this instance registered its consumers anew")
        .register(management.metrics());
  }

  private Optional<ClusterNode> joined() {
    return joining.isDone() && !joining.isCompletedExceptionally()
        ? Optional.of(joining.join())
        : Optional.empty();
  }

  private static void join(
      ServiceSettings.Cluster cluster,
      String instance,
      List<String> services,
      CompletableFuture<VertxBuilder> builder,
      CompletableFuture<ClusterNode> joining) {
    try {
      joining.complete(
          ClusterNode.join(cluster, instance, services, options -> builder.join().with(options)));
    } catch (UnusableFiles failure) {
      joining.completeExceptionally(failure.badSetting());
    } catch (TimeoutException | RuntimeException failure) {
      joining.completeExceptionally(
          new StartFailure(
              "cannot join the cluster at "
                  + NetUtil.toSocketAddressString(cluster.host(), cluster.port())
                  + " (cluster.host, cluster.port, cluster.members): "
                  + StartFailure.reason(failure),
              failure));
    }
  }
}
