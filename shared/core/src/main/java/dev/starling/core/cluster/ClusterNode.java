package dev.starling.core.cluster;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.starling.core.bus.Bus;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.tls.CertificateReloader;
import dev.starling.core.tls.UnusableFiles;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * This process as a member of the cluster, or alone when the cluster is switched off: its Vert.x,
 * its event bus and the members it sees.
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
  private final Optional<CertificateReloader> certificate;
  private final Bus bus;
  private final Optional<BusWatch> watch;
  private final Optional<ClockWatch> clocks;

  private ClusterNode(
      Optional<HazelcastInstance> hazelcast,
      Vertx vertx,
      Membership membership,
      Optional<CertificateReloader> certificate)
      throws TimeoutException {
    this.hazelcast = hazelcast;
    this.vertx = vertx;
    this.membership = membership;
    this.certificate = certificate;
    this.bus = new Bus(vertx, membership.self(), membership::instances);
    this.watch = hazelcast.map(member -> new BusWatch(bus, membership, certificate.isPresent()));
    this.clocks = hazelcast.map(member -> new ClockWatch(bus, membership.self()));
    if (watch.isPresent()) {
      vertx.deployVerticle(watch.get()).await(JOIN_SECONDS, TimeUnit.SECONDS);
      vertx.deployVerticle(clocks.get()).await(JOIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * Joins the cluster; blocks until this process is a member.
   *
   * @param instance what this process is called in the cluster; unique
   * @param services what runs in this process
   * @param builder of Vert.x, with the cluster's options; asked once Hazelcast has started
   * @throws TimeoutException when it takes too long
   * @throws UnusableFiles when there is to be TLS on the event bus, but not with these files
   * @throws RuntimeException what Hazelcast or Vert.x could not do, such as binding the address
   */
  public static ClusterNode join(
      ServiceSettings.Cluster settings,
      String instance,
      List<String> services,
      Function<VertxOptions, VertxBuilder> builder)
      throws TimeoutException, UnusableFiles {
    if (!settings.enabled()) {
      Vertx vertx = builder.apply(new VertxOptions()).build();
      return new ClusterNode(Optional.empty(), vertx, Membership.alone(instance), Optional.empty());
    }
    Optional<BusTls> tls = BusTls.of(settings.tls());
    InetAddress self = ClusterAddress.of(settings.host());
    EventBusOptions bus = eventBus(settings, self);
    tls.ifPresent(mutual -> mutual.secure(bus));
    HazelcastInstance hazelcast =
        Hazelcast.newHazelcastInstance(HazelcastConfig.of(settings, self, instance, services));
    MembershipLog.follow(hazelcast);
    try {
      Vertx vertx =
          builder
              .apply(new VertxOptions().setEventBusOptions(bus))
              .withClusterManager(new RepeatingClusterManager(hazelcast))
              .buildClustered()
              .await(JOIN_SECONDS, TimeUnit.SECONDS);
      return new ClusterNode(
          Optional.of(hazelcast),
          vertx,
          new HazelcastMembership(hazelcast.getCluster()),
          tls.map(mutual -> mutual.follow(vertx)));
    } catch (RuntimeException | TimeoutException failure) {
      hazelcast.getLifecycleService().terminate();
      throw failure;
    }
  }

  /** Vert.x of this process, which is in the cluster. */
  public Vertx vertx() {
    return vertx;
  }

  /** The event bus between all instances. */
  public Bus bus() {
    return bus;
  }

  /** Who else is in the cluster. */
  public Membership membership() {
    return membership;
  }

  /** The Hazelcast member of this process; empty without clustering. */
  public Optional<HazelcastInstance> hazelcast() {
    return hazelcast;
  }

  /** Certificate of this process on the event bus; empty without TLS there. */
  public Optional<CertificateReloader> certificate() {
    return certificate;
  }

  /** Why this process cannot go on as a member and is to be restarted; empty while it can. */
  public Optional<String> notLive() {
    return watch.flatMap(BusWatch::notLive);
  }

  /** Why this process should not be sent clients, as a member; empty when it may. */
  public Optional<String> notReady() {
    return watch.flatMap(BusWatch::notReady);
  }

  /** What is wrong with the clock of this process; empty when most others agree with it. */
  public Optional<String> clockFault() {
    return clocks.flatMap(ClockWatch::fault);
  }

  /** Instances that the cluster lists and that are not heard over the event bus. */
  public int unheard() {
    return watch.map(BusWatch::unheard).orElse(0);
  }

  /** Times that the event bus's consumers were registered anew. */
  public long repairs() {
    return watch.map(BusWatch::repairs).orElse(0L);
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

  private static EventBusOptions eventBus(ServiceSettings.Cluster settings, InetAddress self) {
    EventBusOptions options = new EventBusOptions();
    options
        .setHost(self.getHostAddress())
        .setPort(settings.busPort())
        .setClusterPublicHost(ClusterAddress.text(self))
        .setClusterPingInterval(PING_MILLIS)
        .setClusterPingReplyInterval(PING_MILLIS)
        .setConnectTimeout(CONNECT_MILLIS);
    // Without it TCP takes up to a minute to try again after a cut has healed.
    options.setTcpUserTimeout(UNACKNOWLEDGED_MILLIS);
    return options;
  }
}
