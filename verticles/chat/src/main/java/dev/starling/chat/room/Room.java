package dev.starling.chat.room;

import dev.starling.chat.input.Username;
import dev.starling.chat.log.TranscriptLog;
import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import dev.starling.chat.transcript.Happening;
import dev.starling.chat.transcript.Kind;
import dev.starling.chat.transcript.Transcript;
import dev.starling.shared.bus.Bus;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The chat room of one process. All its state belongs to its own event loop; what others call is
 * handed over, in order, and what guests are told is handed back to theirs.
 */
public final class Room extends VerticleBase {
  private static final long MEMORY_BYTES = 32 << 20;
  private static final int MOST_HELD = 20_000;
  private static final long TICK_MILLIS = 1_000;
  private static final int TICKS_BETWEEN_LOOKS = 5;

  /** After a change of membership a look may miss names that are being moved. */
  private static final int TICKS_OF_ATTENTION = 5;

  /** Messages of another instance may arrive in any order; after this the log is asked. */
  private static final long GAP_MILLIS = 50;

  /** Events an event loop may have to deliver before nothing more is accepted. */
  private static final long MOST_BACKLOG = 20_000;

  private static final Refusal OUT_OF_REACH = Refusal.notAccepted("the transcript is out of reach");

  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long EMPTYING_SECONDS = 4;

  private final Callable<Stores> storesFactory;
  private final Standing standing;
  private final Bus bus;
  private final Encoder encoder;
  private final RoomMetrics metrics;
  private final int memory;
  private final Transcript transcript;
  private final List<Audience> audiences = new ArrayList<>();

  private Mailbox mailbox;
  private TranscriptLog log;
  private Archive archive;
  private Follower follower;
  private Appender appender;
  private Reception reception;
  private Caretaker caretaker;
  private Set<String> listed = Set.of();
  private int ticks;
  private long unkeyed;
  private boolean gapTimer;

  // Written on the room's event loop, read on any.
  private volatile int online;
  private volatile long seq;
  private volatile long lag;
  private volatile boolean open;
  private volatile boolean congested;
  private volatile long lastRead = System.nanoTime();

  /**
   * Creates a room.
   *
   * @param stores connects to the stores; called on a thread that may block
   * @param memory events remembered: who resumes within them is served from memory, repeats are
   *     recognised; the same on all instances
   */
  Room(
      Callable<Stores> stores,
      int memory,
      Standing standing,
      Bus bus,
      Encoder encoder,
      MeterRegistry registry) {
    this.storesFactory = stores;
    this.memory = memory;
    this.transcript = new Transcript(memory, MOST_HELD, this::happened);
    this.standing = standing;
    this.bus = bus;
    this.encoder = encoder;
    this.metrics = new RoomMetrics(registry, this);
  }

  @Override
  public Future<?> start() {
    mailbox = new Mailbox(context, this::afterTurn);
    return vertx.executeBlocking(storesFactory).compose(this::furnish).compose(v -> firstLook());
  }

  @Override
  public Future<?> stop() {
    Promise<Void> empty = Promise.promise();
    mailbox.post(() -> reception.whenEmpty(empty::tryComplete));
    return empty.future().timeout(EMPTYING_SECONDS, TimeUnit.SECONDS).transform(any -> log.close());
  }

  private Future<Void> furnish(Stores stores) {
    log = stores.log();
    archive = new Archive(log, encoder, new History(memory, MEMORY_BYTES));
    follower =
        new Follower(log, stores.names(), transcript, mailbox, memory, standing, new Continuity());
    Peers peers = new Peers(bus, standing, mailbox, metrics.untold);
    appender =
        new Appender(
            vertx,
            log,
            transcript,
            follower,
            mailbox,
            standing,
            this::isCongested,
            (epoch, events) -> accepted(peers, epoch, events));
    Backstage stage =
        new Backstage(vertx, mailbox, standing, stores.names(), transcript, follower, appender);
    reception = new Reception(stage, peers, new Seating(transcript, follower, archive));
    caretaker = new Caretaker(stage, reception);
    standing.onGone(() -> mailbox.post(caretaker::look));
    vertx.setPeriodic(TICK_MILLIS, timer -> mailbox.post(this::tick));
    return peers.listen(this::told, reception::handOver);
  }

  /**
   * A log that is out of reach does not keep the service from starting: it is tried every second.
   */
  private Future<Void> firstLook() {
    Promise<Void> looked = Promise.promise();
    mailbox.post(() -> follower.catchUp().onComplete(any -> looked.complete()));
    return looked.future();
  }

  /** The guests of the calling event loop. */
  public Audience audience() {
    Audience audience =
        new Audience(
            vertx.getOrCreateContext(),
            metrics.deliveries,
            () -> {
              if (congested) {
                mailbox.post(appender::pump);
              }
            });
    mailbox.post(() -> audiences.add(audience));
    return audience;
  }

  /**
   * Lets a user in; the guest is welcomed or refused.
   *
   * @param resume where a session goes on; empty for a new one
   */
  public Seat enter(Audience audience, Guest guest, Username username, Optional<Resume> resume) {
    String session = resume.map(Resume::session).orElseGet(Sessions::create);
    Seat seat =
        new Seat(username, reception.newClaim(username.text(), session), guest, audience, resume);
    mailbox.post(
        () -> {
          if (!follower.isOpen()) {
            audience.post(guest, () -> guest.refused(OUT_OF_REACH));
          } else if (resume.isPresent()) {
            // What the session has sent elsewhere is known after this.
            mailbox.then(
                follower.catchUp(),
                caughtUp -> reception.enter(seat),
                failure -> audience.post(guest, () -> guest.refused(OUT_OF_REACH)));
          } else {
            reception.enter(seat);
          }
        });
    return seat;
  }

  /**
   * Takes a message of a user; the guest is told what becomes of it.
   *
   * @param id under which the user may send it again; null for none
   */
  public void say(Seat seat, String id, String text) {
    long at = System.currentTimeMillis();
    long begunAt = System.nanoTime();
    mailbox.post(
        () -> {
          if (seat.state != Seat.State.HERE) {
            reject(seat, id, Refusal.notAccepted("the user is not in the room"));
            return;
          }
          String key = id == null ? standing.self() + ":" + unkeyed++ : seat.session() + "/" + id;
          appender.add(
              new Draft(Kind.MESSAGE, key, seat.username, text, at),
              new Receipt() {
                @Override
                public void accepted(long seq) {
                  metrics.accepted(System.nanoTime() - begunAt);
                  if (id != null) {
                    seat.audience.beforeNews(seat.guest, () -> seat.guest.accepted(id, seq));
                  }
                }

                @Override
                public void refused(Refusal why) {
                  reject(seat, id, why);
                }
              });
        });
  }

  /** A user sends no more; once {@code left} is in the transcript the guest is told. */
  public void leave(Seat seat) {
    mailbox.post(() -> reception.leave(seat));
  }

  /** Counts something that was refused before it came here. */
  public void countRefusal(Refusal why) {
    metrics.rejected(why);
  }

  /** A part of the transcript. */
  public record Excerpt(String epoch, List<Published> events, long tail) {}

  /**
   * Reads the transcript.
   *
   * @param limit 1 to {@link TranscriptLog#MAX_PAGE}
   * @return fails when the log is out of reach
   */
  public Future<Excerpt> read(long after, int limit) {
    return step(
        () -> {
          if (!follower.isOpen()) {
            return Future.failedFuture("the transcript is out of reach");
          }
          String epoch = follower.epoch();
          long tail = transcript.seq();
          return archive.read(after, limit).map(events -> new Excerpt(epoch, events, tail));
        });
  }

  /** The names of all users, in alphabetical order. */
  public Future<List<String>> usernames() {
    return step(() -> Future.succeededFuture(transcript.usernames().stream().sorted().toList()));
  }

  /** Users in the whole cluster. */
  public int online() {
    return online;
  }

  long seq() {
    return seq;
  }

  long lag() {
    return lag;
  }

  /** Why nobody can be served; empty when all is well. */
  public Optional<String> complaint() {
    if (!open) {
      return Optional.of("the transcript is out of reach");
    }
    return System.nanoTime() - lastRead > SILENT_NANOS
        ? Optional.of("the transcript has not answered for 15 s")
        : Optional.empty();
  }

  private <T> Future<T> step(Supplier<Future<T>> step) {
    Promise<T> promise = Promise.promise();
    mailbox.post(() -> step.get().onComplete(promise));
    return promise.future();
  }

  private void tick() {
    standing.pulse();
    appender.lookAround();
    mailbox.then(follower.catchUp(), caughtUp -> lastRead = System.nanoTime(), failure -> {});
    appender.pump();
    Set<String> now = standing.listed();
    if (!now.equals(listed)) {
      listed = now;
      ticks = 0;
      caretaker.membershipChanged();
    } else if (++ticks < TICKS_OF_ATTENTION || ticks % TICKS_BETWEEN_LOOKS == 0) {
      caretaker.look();
    }
  }

  private void told(String epoch, List<Event> events) {
    if (follower.isOpen() && !epoch.equals(follower.epoch())) {
      follower.catchUp();
    } else {
      follower.receive(epoch, events);
    }
  }

  private void accepted(Peers peers, String epoch, List<Event> events) {
    follower.receive(epoch, events);
    if (!events.isEmpty()) {
      peers.tell(epoch, events);
    }
  }

  private void happened(Happening happening) {
    Event event = happening.event();
    appender.passedOn();
    if (event.kind() == Kind.JOINED) {
      reception.joined(event);
    }
    Published published = archive.add(happening);
    audiences.forEach(audience -> audience.publish(published));
    if (event.kind() == Kind.LEFT) {
      reception.left(event);
      caretaker.left(event);
    }
  }

  private boolean isCongested() {
    // Before it looks: an audience that catches up meanwhile then calls.
    congested = true;
    congested = audiences.stream().anyMatch(audience -> audience.backlog() > MOST_BACKLOG);
    return congested;
  }

  private void afterTurn() {
    if (appender != null) {
      appender.passedOn();
    }
    audiences.forEach(Audience::flush);
    online = transcript.online();
    seq = transcript.seq();
    lag = follower == null ? 0 : follower.lag();
    open = follower != null && follower.isOpen();
    if (transcript.isWaiting() && !gapTimer) {
      gapTimer = true;
      vertx.setTimer(
          GAP_MILLIS,
          timer ->
              mailbox.post(
                  () -> {
                    gapTimer = false;
                    if (transcript.isWaiting()) {
                      follower.catchUp();
                    }
                  }));
    }
  }

  private void reject(Seat seat, String id, Refusal why) {
    seat.audience.post(seat.guest, () -> seat.guest.rejected(id, why));
  }

  /** What the follower finds, as guests are to be told. */
  private final class Continuity implements Follower.Listener {
    @Override
    public void opened(List<Happening> last, long seq) {
      archive.reset(last, seq);
      String epoch = follower.epoch();
      metrics.opened(epoch);
      everyone()
          .forEach(seat -> seat.audience.post(seat.guest, () -> seat.guest.restarted(epoch, seq)));
      appender.restarted();
      caretaker.restarted();
    }

    @Override
    public void skipped(long from, long to) {
      archive.skip(to);
      everyone().forEach(seat -> seat.audience.post(seat.guest, () -> seat.guest.gap(from, to)));
    }

    private List<Seat> everyone() {
      return List.copyOf(reception.seats().values());
    }
  }
}
