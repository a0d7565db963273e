package dev.starling.core.roster;

import dev.starling.core.bus.Bus;
import dev.starling.core.bus.Subscription;
import dev.starling.net.internal.EventLoops;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The {@link KeyedRoster} of one service in one process, on the event bus. The service's {@link
 * LiveRoster} decides which instances count.
 *
 * <p>All state belongs to this verticle's event loop; calls from other event loops are handed over,
 * in the order in which they are made on one.
 *
 * <pre>{@code
 * context.keyedRoster().onSuccess(roster -> {
 *   roster.listen((room, total) -> show(room, total));
 *   roster.arrive("lobby");
 * });
 * }</pre>
 */
public final class LiveKeyedRoster extends VerticleBase {
  /** Keys that one instance has connections of at one time; about 100 bytes each. */
  public static final int MOST_KEYS = 200_000;

  private static final long ANSWER_MILLIS = 1_000;
  private static final long NO_TIMER = -1;

  private final String service;
  private final Bus bus;
  private final String self;
  private final LiveRoster instances;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  // Written on this verticle's event loop, read on any.
  private final Map<String, Integer> totals = new ConcurrentHashMap<>();
  private volatile boolean synced;

  private KeyedRoster roster;
  private long timer = NO_TIMER;
  private long timerDue;

  /**
   * Creates the keyed roster of a service.
   *
   * @param self the name of this process in the cluster
   * @param instances which instances count
   */
  public LiveKeyedRoster(String service, Bus bus, String self, LiveRoster instances) {
    this.service = service;
    this.bus = bus;
    this.self = self;
    this.instances = instances;
  }

  @Override
  public Future<?> start() {
    bus.registerCodec(KeyedReport.class, KeyedReport.CODEC);
    bus.registerCodec(KeyedPage.class, KeyedPage.CODEC);
    bus.registerCodec(KeyedPage.Request.class, KeyedPage.Request.CODEC);
    roster =
        new KeyedRoster(
            self, RosterTiming.DEFAULT, MOST_KEYS, new BusTransport(), this::changed, now());
    Future<Subscription<KeyedPage.Request>> pages =
        bus.serve(pagesOf(self), request -> Future.succeededFuture(roster.page(request)));
    Future<Subscription<KeyedReport>> reports =
        bus.subscribe(
            KeyedReport.address(service), report -> step(() -> roster.receive(report, now())));
    return Future.join(pages, reports)
        .onSuccess(
            subscribed -> {
              instances.watchInstances(counted -> step(() -> roster.count(counted, now())));
              step(() -> roster.count(instances.instances(), now()));
            });
  }

  /**
   * Counts a connection in. To be called on a Vert.x context.
   *
   * @return the total with it, on that context; fails for a key that is empty or longer than {@link
   *     KeyedRoster#LONGEST_KEY}, and when this instance has {@link #MOST_KEYS} others
   */
  public Future<Integer> arrive(String key) {
    Promise<Integer> arrived = EventLoops.promiseHere(vertx);
    handOver(
        () -> {
          try {
            if (roster.arrive(key, now())) {
              arrived.complete(roster.total(key));
            } else {
              arrived.fail("this instance has connections of " + MOST_KEYS + " keys already");
            }
          } catch (IllegalArgumentException unusable) {
            arrived.fail(unusable);
          }
        });
    return arrived.future();
  }

  /** Counts a connection out that was counted in. */
  public void depart(String key) {
    handOver(() -> roster.depart(key, now()));
  }

  /**
   * Subscribes a listener to the totals of all keys, on the context this is called on. Of several
   * changes of one key it may receive only the last.
   */
  public void listen(KeyedRoster.Listener listener) {
    watchers.add(new Watcher(vertx.getOrCreateContext(), listener));
  }

  /** Connections of a key in the whole cluster, as far as is known here. Thread-safe. */
  public int total(String key) {
    return totals.getOrDefault(key, 0);
  }

  /** Whether the counts of every other instance are known. Thread-safe. */
  public boolean isSynced() {
    return synced;
  }

  private String pagesOf(String instance) {
    return KeyedReport.address(service) + "@" + instance;
  }

  private void changed(String key, int total) {
    if (total == 0) {
      totals.remove(key);
    } else {
      totals.put(key, total);
    }
    watchers.forEach(watcher -> watcher.changed(key, total));
  }

  private void handOver(Runnable action) {
    context.runOnContext(v -> step(action));
  }

  /** On this verticle's event loop. */
  private void step(Runnable action) {
    action.run();
    synced = roster.isSynced();
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
              step(() -> roster.tick(now()));
            });
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private final class BusTransport implements KeyedRoster.Transport {
    @Override
    public void publish(KeyedReport report) {
      bus.publish(KeyedReport.address(service), report);
    }

    @Override
    public void ask(String instance, KeyedPage.Request request) {
      // An answer that does not come is asked for again by the roster.
      bus.<KeyedPage>request(pagesOf(instance), request, ANSWER_MILLIS)
          .onSuccess(page -> handOver(() -> roster.receive(page, now())));
    }
  }

  /** Changes on their way to one listener; at most one for each key. */
  private static final class Watcher {
    private final Context context;
    private final KeyedRoster.Listener listener;
    private final Map<String, Integer> pending = new ConcurrentHashMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    private Watcher(Context context, KeyedRoster.Listener listener) {
      this.context = context;
      this.listener = listener;
    }

    private void changed(String key, int total) {
      pending.put(key, total);
      if (scheduled.compareAndSet(false, true)) {
        context.runOnContext(v -> deliver());
      }
    }

    private void deliver() {
      scheduled.set(false);
      for (String key : pending.keySet()) {
        Integer total = pending.remove(key);
        if (total != null) {
          listener.changed(key, total);
        }
      }
    }
  }
}
