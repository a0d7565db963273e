package dev.starling.chat.room;

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
import java.util.stream.Stream;

/**
 * The chat room of one process. All its state belongs to its own event loop; what others call is
 * handed over, in order, and what guests are told is handed back to theirs.
 */
public final class Room extends VerticleBase {
  /** Events remembered: who resumes within them is served from memory, repeats are recognised. */
  private static final int MEMORY = 10_000;

  private static final long MEMORY_BYTES = 32 << 20;
  private static final int MOST_HELD = 20_000;
  private static final int MOST_REPLAYED = 20_000;
  private static final long TICK_MILLIS = 1_000;
  private static final int TICKS_BETWEEN_LOOKS = 5;

  /** Messages of another instance may arrive in any order; after this the log is asked. */
  private static final long GAP_MILLIS = 50;

  /** Events an event loop may have to deliver before nothing more is accepted. */
  private static final long MOST_BACKLOG = 20_000;

  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long EMPTYING_SECONDS = 4;

  private final Callable<Stores> storesFactory;
  private final Standing standing;
  private final Bus bus;
  private final Encoder encoder;
  private final RoomMetrics metrics;
  private final Transcript transcript = new Transcript(MEMORY, MOST_HELD, this::happened);
  private final History history = new History(MEMORY, MEMORY_BYTES);
  private final List<Audience> audiences = new ArrayList<>();

  private Mailbox mailbox;
  private TranscriptLog log;
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
   */
  Room(
      Callable<Stores> stores,
      Standing standing,
      Bus bus,
      Encoder encoder,
      MeterRegistry registry) {
    this.storesFactory = stores;
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
    follower =
        new Follower(log, stores.names(), transcript, mailbox, MEMORY, standing, new Continuity());
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
    reception =
        new Reception(
            vertx,
            stores.names(),
            transcript,
            follower,
            appender,
            peers,
            mailbox,
            standing,
            new Seats());
    caretaker =
        new Caretaker(
            vertx, stores.names(), transcript, follower, appender, mailbox, standing, reception);
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
   * @param username as it is to be written
   * @param resume where a session goes on; empty for a new one
   */
  public Seat enter(Audience audience, Guest guest, String username, Optional<Resume> resume) {
    String session = resume.map(Resume::session).orElseGet(Sessions::create);
    Seat seat = new Seat(username, reception.newClaim(session), guest, audience, resume);
    mailbox.post(
        () -> {
          if (!follower.isOpen()) {
            audience.post(
                () -> guest.refused(Refusal.notAccepted("the transcript is out of reach")));
          } else if (resume.isPresent()) {
            // What the session has sent elsewhere is known after this.
            mailbox.then(
                follower.catchUp().compose(v -> replay(seat, resume.get())),
                replay -> {
                  seat.replay = replay;
                  reception.enter(seat);
                },
                failure ->
                    audience.post(
                        () ->
                            guest.refused(Refusal.notAccepted("the transcript is out of reach"))));
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
                  metrics.accepted();
                  if (id != null) {
                    seat.audience.post(() -> seat.guest.accepted(id, seq));
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
          return history
              .after(after)
              .map(Future::succeededFuture)
              .orElseGet(() -> log.readAfter(after, limit).map(page -> encode(page.events())))
              .map(
                  events ->
                      new Excerpt(epoch, events.subList(0, Math.min(limit, events.size())), tail));
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

  /** The cluster reported an instance gone; on any thread. */
  void instanceGone() {
    mailbox.post(() -> caretaker.look());
  }

  private <T> Future<T> step(Supplier<Future<T>> step) {
    Promise<T> promise = Promise.promise();
    mailbox.post(() -> step.get().onComplete(promise));
    return promise.future();
  }

  private void tick() {
    standing.pulse();
    mailbox.then(follower.catchUp(), caughtUp -> lastRead = System.nanoTime(), failure -> {});
    appender.pump();
    Set<String> now = standing.listed();
    if (!now.equals(listed) || ++ticks % TICKS_BETWEEN_LOOKS == 0) {
      listed = now;
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
    Published published = encoder.encode(happening);
    if (event.kind() == Kind.JOINED) {
      reception.joined(event);
    }
    history.add(published);
    audiences.forEach(audience -> audience.publish(published));
    if (event.kind() == Kind.LEFT) {
      reception.left(event);
      caretaker.left(event);
    }
  }

  private boolean isCongested() {
    congested = audiences.stream().anyMatch(audience -> audience.backlog() > MOST_BACKLOG);
    return congested;
  }

  private void afterTurn() {
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
    seat.audience.post(() -> seat.guest.rejected(id, why));
  }

  private List<Published> encode(List<Event> events) {
    return events.stream()
        .map(event -> encoder.encode(new Happening(event, Happening.UNKNOWN)))
        .toList();
  }

  /** Reads what a session missed and this instance no longer remembers. */
  private Future<Seat.Replay> replay(Seat seat, Resume resume) {
    if (!resume.epoch().equals(follower.epoch()) || resume.seq() >= history.forgottenTo()) {
      return Future.succeededFuture(Seat.Replay.NOTHING);
    }
    long from = Math.max(resume.seq(), history.forgottenTo() - MOST_REPLAYED);
    return replay(from, from == resume.seq() ? 0 : from, new ArrayList<>());
  }

  private Future<Seat.Replay> replay(long from, long gapTo, List<Published> events) {
    if (from >= history.forgottenTo()) {
      return Future.succeededFuture(new Seat.Replay(from, gapTo, events));
    }
    return log.readAfter(from, TranscriptLog.MAX_PAGE)
        .compose(
            page -> {
              if (page.events().isEmpty()) {
                return Future.succeededFuture(new Seat.Replay(from, gapTo, events));
              }
              long first = page.events().get(0).seq();
              events.addAll(encode(page.events()));
              long last = events.get(events.size() - 1).seq();
              return replay(last, first > from + 1 ? first - 1 : gapTo, events);
            });
  }

  /** What the follower finds, as guests are to be told. */
  private final class Continuity implements Follower.Listener {
    @Override
    public void opened(List<Happening> last, long seq) {
      history.reset(last.isEmpty() ? seq : last.get(0).event().seq() - 1);
      last.forEach(happening -> history.add(encoder.encode(happening)));
      String epoch = follower.epoch();
      everyone().forEach(seat -> seat.audience.post(() -> seat.guest.restarted(epoch, seq)));
      caretaker.restarted();
    }

    @Override
    public void skipped(long from, long to) {
      history.skip(to);
      everyone().forEach(seat -> seat.audience.post(() -> seat.guest.gap(from, to)));
    }

    private List<Seat> everyone() {
      return List.copyOf(reception.seats().values());
    }
  }

  /** Where users sit: among the audience of their connection's event loop. */
  private final class Seats implements Reception.Seating {
    @Override
    public void seat(Seat seat, long after) {
      Optional<Resume> resume = seat.resume;
      if (resume.isEmpty()) {
        welcome(seat, after);
      } else if (!resume.get().epoch().equals(follower.epoch()) || resume.get().seq() > after) {
        String epoch = follower.epoch();
        welcome(seat, after);
        seat.audience.post(() -> seat.guest.restarted(epoch, after));
      } else {
        welcome(seat, resume.get().seq());
        goOn(seat, resume.get().seq());
      }
      seat.audience.admit(seat.guest);
    }

    @Override
    public void unseat(Seat seat) {
      seat.audience.dismiss(seat.guest);
    }

    private void welcome(Seat seat, long after) {
      Welcome welcome = new Welcome(seat.session(), transcript.online(), follower.epoch(), after);
      seat.audience.post(() -> seat.guest.welcome(welcome));
    }

    private void goOn(Seat seat, long after) {
      Seat.Replay replay = seat.replay;
      seat.replay = Seat.Replay.NOTHING;
      long known = Math.max(after, Math.max(replay.upTo(), replay.gapTo()));
      if (replay.gapTo() > 0) {
        seat.audience.post(() -> seat.guest.gap(after + 1, replay.gapTo()));
      }
      Optional<List<Published>> recent = history.after(known);
      if (recent.isEmpty()) {
        long to = history.forgottenTo();
        seat.audience.post(() -> seat.guest.gap(known + 1, to));
      }
      List<Published> rest =
          recent.or(() -> history.after(history.forgottenTo())).orElse(List.of());
      List<Published> missed = Stream.concat(replay.events().stream(), rest.stream()).toList();
      if (!missed.isEmpty()) {
        Batch batch = new Batch(missed);
        seat.audience.post(() -> seat.guest.deliver(batch));
      }
    }
  }
}
