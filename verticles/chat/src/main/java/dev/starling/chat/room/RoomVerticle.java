package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.fanout.EventLoopFanout;
import dev.starling.chat.replication.EventLoop;
import dev.starling.chat.store.RoomStore;
import dev.starling.core.bus.Bus;
import dev.starling.net.internal.EventLoops;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rooms of this process, which is one, on an event loop of their own: opens the store, ticks,
 * and connects a room's transcript with those who read it here.
 */
public final class RoomVerticle extends VerticleBase {
  /** The room of clients that name none. */
  private static final String MAIN = "main";

  private static final long TICK_MILLIS = 1_000;
  private static final long STOP_SECONDS = 4;

  /** Without an answer of the store for so long its clients are better off elsewhere. */
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final String self;
  private final RoomStore store;
  private final Bus bus;
  private final Function<Event, EncodedEvent> encoder;
  private final RoomMetrics metrics;
  private final List<RoomHandle> handles = new ArrayList<>();

  private EventLoopMailbox loop;
  private Room room;
  private TranscriptFeed feed;
  private UserList users;
  private boolean opening;
  private boolean opened;

  // Written on the rooms' event loop, read on any.
  private volatile int online;
  private volatile long seq;
  private volatile boolean open;
  private volatile long lastStep = System.nanoTime();

  /**
   * Creates it.
   *
   * @param self this instance
   * @param encoder of events, as clients read them; called on the rooms' event loop
   */
  public RoomVerticle(
      String self,
      RoomStore store,
      Bus bus,
      Function<Event, EncodedEvent> encoder,
      MeterRegistry registry) {
    this.self = self;
    this.store = store;
    this.bus = bus;
    this.encoder = encoder;
    this.metrics = new RoomMetrics(registry, this);
    metrics.copiesOf(registry, store);
  }

  @Override
  public Future<?> start() {
    loop = new EventLoopMailbox(vertx, context, this::afterTurn);
    BusPeers peers = new BusPeers(bus, self, loop, metrics.missed);
    users = new UserList(vertx, store, MAIN);
    feed = new TranscriptFeed(store, MAIN, loop, encoder, users, metrics);
    room = new Room(MAIN, self, store, peers, loop, feed);
    vertx.setPeriodic(TICK_MILLIS, timer -> loop.post(this::tick));
    return peers
        .listen(
            content -> room.receive(content.before(), content.events()),
            moved -> room.moved(moved.nameKey(), moved.connection()))
        .compose(listening -> openStore());
  }

  @Override
  public Future<?> stop() {
    Promise<Void> stopped = Promise.promise();
    loop.post(() -> room.stop(stopped::tryComplete));
    return stopped.future().timeout(STOP_SECONDS, TimeUnit.SECONDS).transform(any -> store.close());
  }

  /** The way into the room for the calling event loop. */
  public RoomHandle handle() {
    Context caller = vertx.getOrCreateContext();
    EventLoopFanout fanout =
        new EventLoopFanout(
            new EventLoop(caller), feed.journal(), feed.source(caller), metrics.deliveries);
    RoomHandle handle = new RoomHandle(this, fanout, metrics);
    loop.post(() -> handles.add(handle));
    return handle;
  }

  /** Members of the room. */
  public int online() {
    return online;
  }

  /** Number of the last event that this instance has. */
  long seq() {
    return seq;
  }

  /** Why nobody can be served; empty when all is well. On any thread. */
  public Optional<String> unavailable() {
    if (!open) {
      return store.unavailable().or(() -> Optional.of("transcript store unavailable"));
    }
    return store
        .unavailable()
        .or(
            () ->
                System.nanoTime() - lastStep > SILENT_NANOS
                    ? Optional.of("transcript store unavailable: no answer for 15 s")
                    : Optional.empty());
  }

  /** Runs a step with the room, on its event loop. */
  void post(Runnable step) {
    loop.post(step);
  }

  Room room() {
    return room;
  }

  /** Reads the transcript for a client. */
  Future<Excerpt> read(long after, int limit) {
    return onLoop(() -> feed.read(after, limit));
  }

  /** Reads the transcript backwards for a client. */
  Future<Excerpt> before(long before, int limit, long mostBytes) {
    return onLoop(() -> feed.before(before, limit, mostBytes));
  }

  /** Names of all members, in alphabetical order. */
  Future<List<String>> usernames() {
    return onLoop(users::names);
  }

  /**
   * A part of the transcript.
   *
   * @param tail number of the last event there is
   */
  public record Excerpt(String epoch, List<EncodedEvent> events, long tail) {}

  private <T> Future<T> onLoop(Supplier<Future<T>> step) {
    Promise<T> promise = EventLoops.promiseHere(vertx);
    loop.post(() -> Future.<Void>succeededFuture().compose(any -> step.get()).onComplete(promise));
    return promise.future();
  }

  /** A store that cannot be reached does not keep the service from starting. */
  private Future<Void> openStore() {
    opening = true;
    return store
        .open()
        .onComplete(
            success ->
                loop.post(
                    () -> {
                      opened = true;
                      opening = false;
                      room.tick();
                    }),
            failure -> loop.post(() -> opening = false))
        .otherwiseEmpty();
  }

  private void tick() {
    if (opened) {
      room.tick();
    } else if (!opening) {
      openStore();
    }
    if (System.nanoTime() - lastStep > SILENT_NANOS) {
      handles.forEach(RoomHandle::closeSessions);
    }
  }

  private void afterTurn() {
    if (room == null) {
      return;
    }
    online = room.online();
    seq = room.replica().seq();
    open = room.replica().isOpen();
    lastStep = room.lastStep();
    handles.forEach(handle -> handle.fanout().wake());
  }
}
