package dev.starling.shared.cluster;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.starling.shared.bus.Bus;
import dev.starling.shared.settings.ServiceSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * This process as a member of the cluster, or alone when the cluster is switched off: its Vert.x,
 * its event bus and whom it sees.
 */
public final class ClusterNode {
  private static final long JOIN_SECONDS = 60;
  private static final int CONNECT_MILLIS = 3_000;

  /** As long as Hazelcast takes to give up a silent member: shorter, and messages change order. */
  private static final int UNACKNOWLEDGED_MILLIS = 10_000;

  private static final int PING_MILLIS = 20_000;

  private final Optional<HazelcastInstance> hazelcast;
  private final Vertx vertx;
  private final Membership membership;
  private final Bus bus;
  private final Optional<BusWatch> watch;

  private ClusterNode(Optional<HazelcastInstance> hazelcast, Vertx vertx, Membership membership)
      throws TimeoutException {
    this.hazelcast = hazelcast;
    this.vertx = vertx;
    this.membership = membership;
    this.bus = new Bus(vertx);
    this.watch = hazelcast.map(member -> new BusWatch(bus, membership));
    if (watch.isPresent()) {
      vertx.deployVerticle(watch.get()).await(JOIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * Joins the cluster; blocks until this process is a member.
   *
   * @param services what runs in this process
   * @param options of Vert.x, beside the cluster's
   * @param metrics asked once Hazelcast has started
   * @throws TimeoutException when it takes too long
   * @throws RuntimeException what Hazelcast or Vert.x could not do, such as binding the address
   */
  public static ClusterNode join(
      ServiceSettings.Cluster settings,
      List<String> services,
      VertxOptions options,
      Supplier<VertxMetricsFactory> metrics)
      throws TimeoutException {
    String instance = UUID.randomUUID().toString();
    if (!settings.enabled()) {
      Vertx vertx = Vertx.builder().with(options).withMetrics(metrics.get()).build();
      return new ClusterNode(Optional.empty(), vertx, Membership.alone(instance));
    }
    HazelcastInstance hazelcast =
        Hazelcast.newHazelcastInstance(HazelcastConfig.of(settings, instance, services));
    try {
      Vertx vertx =
          Vertx.builder()
              .withMetrics(metrics.get())
              .with(options.setEventBusOptions(eventBus(settings)))
              .withClusterManager(new HazelcastClusterManager(hazelcast))
              .buildClustered()
              .await(JOIN_SECONDS, TimeUnit.SECONDS);
      return new ClusterNode(
          Optional.of(hazelcast), vertx, new HazelcastMembership(hazelcast.getCluster()));
    } catch (RuntimeException | TimeoutException failure) {
      hazelcast.getLifecycleService().terminate();
      throw failure;
    }
  }

  public Vertx vertx() {
    return vertx;
  }

  public Bus bus() {
    return bus;
  }

  public Membership membership() {
    return membership;
  }

  /** What keeps state that the whole cluster shares; empty for a process that is alone. */
  public Optional<HazelcastInstance> hazelcast() {
    return hazelcast;
  }

  /** Why this process cannot go on as a member; empty while it can. */
  public Optional<String> complaint() {
    return watch.flatMap(BusWatch::complaint);
  }

  /**
   * Closes Vert.x and leaves the cluster, handing over what this member held; blocks until done.
   *
   * @throws TimeoutException when Vert.x takes longer; Hazelcast has its own, shorter, limit
   */
  public void leave(long timeout, TimeUnit unit) throws TimeoutException {
    vertx.close().await(timeout, unit);
    hazelcast.ifPresent(HazelcastInstance::shutdown);
  }

  private static EventBusOptions eventBus(ServiceSettings.Cluster settings) {
    EventBusOptions options = new EventBusOptions();
    options
        .setHost(settings.host())
        .setPort(settings.busPort())
        .setClusterPublicHost(settings.host())
        .setClusterPingInterval(PING_MILLIS)
        .setClusterPingReplyInterval(PING_MILLIS)
        .setConnectTimeout(CONNECT_MILLIS);
    // Without it TCP takes up to a minute to try again after a cut has healed.
    options.setTcpUserTimeout(UNACKNOWLEDGED_MILLIS);
    return options;
  }
}
