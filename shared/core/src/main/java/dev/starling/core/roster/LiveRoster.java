package dev.starling.core.roster;

import dev.starling.core.bus.Bus;
import dev.starling.core.bus.Subscription;
import dev.starling.core.cluster.Membership;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The {@link Roster} of one service in one process, on the event bus.
 *
 * <p>All state belongs to this verticle's event loop; calls from other event loops are handed over,
 * and answers and changes are handed back to the loop they were asked for on, in one order for all.
 */
public final class LiveRoster extends VerticleBase {
  /** A peer that is listed but never reports keeps this instance from being ready only so long. */
  private static final long SYNC_PATIENCE = 5_000;

  /** The cluster can take longer over it while members come and go. */
  private static final long UNSUBSCRIBING = 2_000;

  private static final long NO_TIMER = -1;

  private final String service;
  private final String address;
  private final Bus bus;
  private final Membership membership;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final List<InstanceWatcher> instanceWatchers = new CopyOnWriteArrayList<>();
  private final List<RosterChange> changes = new ArrayList<>();
  private final long startedAt = now();

  private Roster roster;
  private Subscription<RosterMessage> subscription;
  private long timer = NO_TIMER;
  private long timerDue;

  // Written on this verticle's event loop, read on any.
  private volatile int total;
  private volatile boolean synced;
  private volatile Set<String> instances = Set.of();

  private record Listener(Context context, Consumer<RosterChange> consumer) {}

  private record InstanceWatcher(Context context, Consumer<Set<String>> consumer) {}

  /**
   * A roster that counts once it is deployed.
   *
   * @param service whose connections it counts
   */
  public LiveRoster(String service, Bus bus, Membership membership) {
    this.service = service;
    this.address = RosterMessage.address(service);
    this.bus = bus;
    this.membership = membership;
  }

  @Override
  public Future<?> start() {
    bus.registerCodec(RosterMessage.class, RosterMessage.CODEC);
    return bus.<RosterMessage>subscribe(address, this::receive).onSuccess(this::open);
  }

  @Override
  public Future<?> stop() {
    return subscription == null
        ? Future.succeededFuture()
        // Whatever becomes of the registration: the cluster drops it with this member.
        : subscription
            .close()
            .timeout(UNSUBSCRIBING, TimeUnit.MILLISECONDS)
            .otherwiseEmpty()
            .onSuccess(closed -> roster.leave());
  }

  /**
   * Counts a connection in. To be called on a Vert.x context.
   *
   * @param welcome is given the new total on that context, before any listener there hears of it
   */
  public void arrive(IntConsumer welcome) {
    Context caller = vertx.getOrCreateContext();
    step(
        () -> {
          int with = roster.arrive(now());
          // Before the welcome, which may read it.
          total = with;
          caller.runOnContext(v -> welcome.accept(with));
        });
  }

  /** Counts a connection out. */
  public void depart() {
    step(() -> roster.depart(now()));
  }

  /** Subscribes a consumer to every change, on the context this is called on. */
  public void listen(Consumer<RosterChange> consumer) {
    listeners.add(new Listener(vertx.getOrCreateContext(), consumer));
  }

  /**
   * Subscribes a consumer to the total, on the context this is called on. Of a burst it may receive
   * only the last total: a burst costs that context little.
   */
  public void watch(IntConsumer consumer) {
    Context watcher = vertx.getOrCreateContext();
    AtomicBoolean pending = new AtomicBoolean();
    watchers.add(
        () -> {
          if (pending.compareAndSet(false, true)) {
            watcher.runOnContext(
                v -> {
                  pending.set(false);
                  consumer.accept(total);
                });
          }
        });
  }

  /** Subscribes a consumer to {@link #instances()}, on the context this is called on. */
  public void watchInstances(Consumer<Set<String>> consumer) {
    instanceWatchers.add(new InstanceWatcher(vertx.getOrCreateContext(), consumer));
  }

  /** Connections in the whole cluster, as far as is known here. */
  public int total() {
    return total;
  }

  /**
   * Whether every instance that is listed for the service has reported, so that the total is true.
   */
  public boolean isSynced() {
    return synced;
  }

  /**
   * Instances of the service that are heard of now, this one included. Sooner than the cluster's
   * membership it leaves out instances that are frozen or cut off.
   */
  public Set<String> instances() {
    return instances;
  }

  private void open(Subscription<RosterMessage> subscription) {
    this.subscription = subscription;
    roster =
        new Roster(
            membership.self(),
            RosterTiming.DEFAULT,
            message -> bus.publish(address, message),
            changes::add,
            now());
    membership.onGone(instance -> step(() -> roster.instanceGone(instance, now())));
    afterStep();
  }

  private void receive(RosterMessage message) {
    if (roster != null) {
      roster.receive(message, now());
      afterStep();
    }
  }

  private void step(Runnable action) {
    context.runOnContext(
        v -> {
          action.run();
          afterStep();
        });
  }

  private void afterStep() {
    total = roster.total();
    if (!roster.isPictureOf(instances)) {
      Set<String> counted = roster.instances();
      instances = counted;
      for (InstanceWatcher watcher : instanceWatchers) {
        watcher.context.runOnContext(v -> watcher.consumer.accept(counted));
      }
    }
    if (!synced) {
      synced =
          membership.instancesOf(service).stream().allMatch(roster::counts)
              || now() - startedAt > SYNC_PATIENCE;
    }
    if (!changes.isEmpty()) {
      watchers.forEach(Runnable::run);
    }
    for (RosterChange change : changes) {
      for (Listener listener : listeners) {
        listener.context.runOnContext(v -> listener.consumer.accept(change));
      }
    }
    changes.clear();
    schedule();
  }

  private void schedule() {
    long due = roster.nextDue();
    if (timer != NO_TIMER) {
      if (timerDue <= due) {
        return;
      }
      vertx.cancelTimer(timer);
    }
    timerDue = due;
    timer =
        vertx.setTimer(
            Math.max(1, due - now()),
            fired -> {
              timer = NO_TIMER;
              roster.tick(now());
              afterStep();
            });
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
