package dev.starling.net.limits;

import dev.starling.core.service.ServiceContext;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.net.internal.AcceptHandlers;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Judges each new connection of a service, on all its ports together. Safe for all event loops: the
 * number of all is an atomic one, those of each address are {@link ConnectionCounter}'.
 */
public final class ConnectionLimiter {
  private final ServiceSettings.Connections settings;
  private final Exemptions exempt;
  private final ConnectionCounter.Limits limits;
  private final ConnectionCounter counter;
  private final RejectionMetrics rejections;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * Creates it for one service of a process.
   *
   * @param service names it in the log and in metrics
   */
  public ConnectionLimiter(
      String service, ServiceSettings.Connections settings, MeterRegistry registry) {
    this.settings = settings;
    this.exempt = new Exemptions(settings.exempt().orElse(List.of()));
    this.limits =
        new ConnectionCounter.Limits(
            settings.perAddress(), settings.ratePerAddress(), settings.burstPerAddress());
    this.counter = new ConnectionCounter(limits, System::nanoTime);
    this.rejections = new RejectionMetrics(service, registry, System::nanoTime);
  }

  /** The one that all listeners of a service share. */
  public static ConnectionLimiter of(ServiceContext service) {
    return service.singleton(
        ConnectionLimiter.class,
        () ->
            new ConnectionLimiter(
                service.name(), service.settings().connections(), service.metrics()));
  }

  /**
   * What to make a server of, so that its connections are judged; the same Vert.x when there is
   * nothing to judge.
   *
   * @param words for refused clients
   */
  public Vertx guard(Vertx vertx, RejectionMessage words) {
    boolean limited = settings.max() > 0 || !limits.none();
    return limited ? AcceptHandlers.with(vertx, () -> new AcceptHandler(this, words)) : vertx;
  }

  /** Has a server learn its clients' addresses from the load balancer, if so it is. */
  public <T extends NetServerOptions> T proxied(T options) {
    options.setUseProxyProtocol(settings.proxyProtocol());
    return options;
  }

  /** Whether a connection's own address is that of a load balancer. */
  boolean isProxied() {
    return settings.proxyProtocol();
  }

  /**
   * Counts a new connection, until it closes, if there is room for it; also for its address, unless
   * that is still to be announced.
   *
   * @param peer address of the client
   * @return why it is refused; it is not counted then
   */
  Optional<RejectionReason> enter(Channel connection, InetAddress peer) {
    if (open.incrementAndGet() > settings.max() && settings.max() > 0) {
      open.decrementAndGet();
      return refused(RejectionReason.MAX, peer);
    }
    Optional<RejectionReason> reason = isProxied() ? Optional.empty() : visit(connection, peer);
    if (reason.isPresent()) {
      open.decrementAndGet();
    } else {
      connection.closeFuture().addListener(closed -> open.decrementAndGet());
    }
    return reason;
  }

  /**
   * Counts a connection for its client's address, until it closes, if it may have one more.
   *
   * @return why it is refused; it is not counted then
   */
  Optional<RejectionReason> visit(Channel connection, InetAddress client) {
    if (limits.none() || exempt.contain(client)) {
      return Optional.empty();
    }
    ClientNetwork source = ClientNetwork.of(client);
    Optional<RejectionReason> reason = counter.arrive(source);
    if (reason.isPresent()) {
      return refused(reason.get(), client);
    }
    connection.closeFuture().addListener(closed -> counter.depart(source));
    return Optional.empty();
  }

  private Optional<RejectionReason> refused(RejectionReason reason, InetAddress address) {
    rejections.count(reason, address);
    return Optional.of(reason);
  }
}
