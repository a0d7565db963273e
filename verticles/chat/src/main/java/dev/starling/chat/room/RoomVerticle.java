package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Position;
import dev.starling.chat.fanout.Batch;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.fanout.EventLoopFanout;
import dev.starling.chat.fanout.Journal;
import dev.starling.chat.fanout.ReplaySource;
import dev.starling.chat.replication.EventLoop;
import dev.starling.chat.replication.Replica;
import dev.starling.chat.store.RoomStore;
import dev.starling.shared.bus.Bus;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rooms of this process, which is one, on an event loop of their own: opens the store, ticks,
 * and connects a room's transcript with those who read it here.
 */
public final class RoomVerticle extends VerticleBase {
  /** The room of whoever names none. */
  private static final String MAIN = "main";

  private static final int JOURNAL_EVENTS = 10_000;
  private static final long JOURNAL_BYTES = 32 << 20;

  private static final long TICK_MILLIS = 1_000;
  private static final long STOP_SECONDS = 4;

  /** Without an answer of the store for so long its clients are better off elsewhere. */
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final String self;
  private final RoomStore store;
  private final Bus bus;
  private final Function<Event, EncodedEvent> encoder;
  private final RoomMetrics metrics;
  private final Journal journal = new Journal(JOURNAL_EVENTS, JOURNAL_BYTES);
  private final List<RoomHandle> handles = new ArrayList<>();

  private EventLoopMailbox loop;
  private Room room;
  private Replays replays;
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
  }

  @Override
  public Future<?> start() {
    loop = new EventLoopMailbox(vertx, context, this::afterTurn);
    BusPeers peers = new BusPeers(bus, self, loop, metrics.missed);
    room = new Room(MAIN, self, store, peers, loop, new Reading());
    replays = new Replays(store, MAIN, loop, this::encode);
    users = new UserList(vertx, store, MAIN);
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
        new EventLoopFanout(new EventLoop(caller), journal, new Source(caller), metrics.deliveries);
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

  /** Why no new clients should come; empty when all is well. On any thread. */
  public Optional<String> notReady() {
    return unavailable().or(store::notReady);
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
    return onLoop(
        () ->
            room.replica().isOpen()
                ? replays.read(after, limit)
                : Future.failedFuture("transcript store unavailable"));
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
    Promise<T> promise = Promise.promise();
    loop.post(() -> step.get().onComplete(promise));
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

  private Batch encode(List<Event> events) {
    return new Batch(events.stream().map(encoder).toList());
  }

  /** The transcript, on its way into the journal. */
  private final class Reading implements Replica.Listener {
    @Override
    public void opened(Position tail) {
      metrics.epoch(tail.epoch());
      journal.open(tail);
    }

    @Override
    public void published(List<Event> events) {
      users.follow(events);
      journal.append(encode(events));
    }

    @Override
    public void skipped(long from, long to) {
      users.invalidate();
      journal.appendGap(from, to);
    }

    @Override
    public void restarted(String epoch, long start) {
      metrics.epoch(epoch);
      users.invalidate();
      journal.appendRestart(epoch, start);
    }
  }

  /** Where subscribers of one event loop read on. */
  private final class Source implements ReplaySource {
    private final Context caller;

    Source(Context caller) {
      this.caller = caller;
    }

    @Override
    public Future<Next> after(String epoch, long from, OptionalLong chain) {
      Promise<Next> promise = Promise.promise();
      loop.post(
          () -> {
            Journal.Node node =
                epoch.equals(room.replica().epoch()) ? journal.find(from, chain) : null;
            if (node != null) {
              promise.complete(Next.inJournal(node));
            } else {
              replays.next(from).onComplete(promise);
            }
          });
      // To the caller's thread.
      Promise<Next> there = Promise.promise();
      promise
          .future()
          .onComplete(
              next -> caller.runOnContext(v -> there.complete(next)),
              failure -> caller.runOnContext(v -> there.fail(failure)));
      return there.future();
    }
  }
}
