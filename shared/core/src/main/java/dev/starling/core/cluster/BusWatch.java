package dev.starling.core.cluster;

import dev.starling.core.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the {@link Canary} over the event bus, and repairs this process's subscriptions. */
final class BusWatch extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(BusWatch.class);

  private static final String CERTIFICATES =
      " (cluster.tls is on: is every certificate signed by an authority that all trust?)";

  private final Bus bus;
  private final Membership membership;
  private final String suspicion;
  private final Canary canary;
  private boolean repairing;

  // Written on the verticle's context, read by health checks on any.
  private volatile Optional<String> notLive = Optional.empty();
  private volatile Optional<String> notReady = Optional.empty();

  // Written on the verticle's context, read by metrics on any.
  private volatile int unheard;

  // Written on the verticle's context, read by metrics on any.
  private volatile long repairs;

  /**
   * Creates it; it is to be deployed.
   *
   * @param tls whether instances speak only with those whose certificates they trust
   */
  BusWatch(Bus bus, Membership membership, boolean tls) {
    this.bus = bus;
    this.membership = membership;
    this.suspicion = tls ? CERTIFICATES : "";
    this.canary = new Canary(membership.self(), now());
  }

  @Override
  public Future<?> start() {
    bus.registerCodec(CanaryBeat.class, CanaryBeat.CODEC);
    vertx.setPeriodic(Canary.BEAT, timer -> beat());
    return bus.<CanaryBeat>subscribe(CanaryBeat.ADDRESS, beat -> canary.hear(beat, now()));
  }

  /** Why this process is not live: a restart of it helps. Empty while it is. */
  Optional<String> notLive() {
    return notLive;
  }

  /** Why this process is not ready: what is wrong may be elsewhere. Empty while it is. */
  Optional<String> notReady() {
    return notReady;
  }

  /** Listed instances that are not heard, this one included when its own messages are not. */
  int unheard() {
    return unheard;
  }

  /** Times that consumers were registered anew. */
  long repairs() {
    return repairs;
  }

  private void beat() {
    long now = now();
    boolean repair = canary.tick(membership.instances(), now);
    bus.publish(CanaryBeat.ADDRESS, canary.beat(now));
    Set<String> deafTo = canary.deafTo(now);
    unheard = deafTo.size();
    notLive = news(notLive, canary.notLive(now));
    notReady = news(notReady, canary.notReady(now));
    if (repair && !repairing) {
      repair(deafTo);
    }
  }

  private Optional<String> news(Optional<String> before, Optional<String> reason) {
    if (before.isEmpty()) {
      reason.ifPresent(text -> log.error("{}{}", text, suspicion));
    }
    return reason;
  }

  private void repair(Set<String> unheard) {
    log.warn(
        "listed in the cluster but not heard: {}{}; registering consumers anew",
        unheard,
        suspicion);
    repairing = true;
    repairs++;
    bus.renew()
        .onComplete(
            done ->
                context.runOnContext(
                    v -> {
                      repairing = false;
                      canary.renewed(now());
                    }),
            failure -> {
              // Hazelcast adds all that it knows of the call.
              String reason = String.valueOf(failure.getMessage()).split("Invocation\\{", 2)[0];
              log.warn(
                  "could not register consumers anew: {} {}",
                  failure.getClass().getSimpleName(),
                  reason);
              context.runOnContext(v -> repairing = false);
            });
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
