package dev.starling.chat.replication;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Position;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance's reading of one room's transcript. Events come from this instance's own steps and
 * from other instances, late, early, again or never; each is passed on once, in sequence. What is
 * missing is read from the store, and so is everything that does not fit: the store decides which
 * transcript is the right one. Belongs to the room's {@link Loop}.
 */
public final class Replica {
  private static final Logger log = LoggerFactory.getLogger(Replica.class);

  /** Events of other instances come in any order; one that is missing for longer is read. */
  private static final long MISSING_MILLIS = 50;

  /** Reader of the transcript. */
  public interface Listener {
    /** The first end of the transcript that this instance has seen. Events after it follow. */
    void opened(Position tail);

    /** Events in sequence. */
    void published(List<Event> events);

    /** Events that are no longer kept; reported before the events behind them. */
    void skipped(long from, long to);

    /** The transcript has another epoch. Events after {@code seq} follow. */
    void restarted(String epoch, long seq);
  }

  private final RoomStore store;
  private final String room;
  private final Loop loop;
  private final Listener listener;
  private final Consumer<String> lost;

  private final Sequence read = new Sequence();
  private boolean reading;
  private boolean readAgain;
  private boolean waiting;
  private long expected;

  /**
   * Creates it; {@link #catchUp()} opens it.
   *
   * @param lost takes the name of an epoch that the store lost events of, after they were read here
   */
  public Replica(
      RoomStore store, String room, Loop loop, Listener listener, Consumer<String> lost) {
    this.store = store;
    this.room = room;
    this.loop = loop;
    this.listener = listener;
    this.lost = lost;
  }

  /** Whether the end of the transcript has been seen. */
  public boolean isOpen() {
    return read.epoch() != null;
  }

  /** Name of the transcript; null before it is open. */
  public String epoch() {
    return read.epoch();
  }

  /** Number of the last event passed on. */
  public long seq() {
    return read.seq();
  }

  /** Chain of the last event passed on; empty after a gap, until the next event. */
  public OptionalLong chain() {
    return read.chain();
  }

  /**
   * Takes the events of a step.
   *
   * @param before the transcript's end before them
   */
  public void receive(Position before, List<Event> events) {
    if (!read.mayPrecede(before)) {
      catchUp();
      return;
    }
    take(OptionalLong.of(before.chain()), events);
    expect(read.last());
  }

  /** There are events up to this one; those that do not come by themselves are read. */
  public void expect(long last) {
    expected = Math.max(expected, last);
    if (expected > seq() && !waiting) {
      waiting = true;
      loop.later(
          MISSING_MILLIS,
          () -> {
            waiting = false;
            if (expected > seq()) {
              catchUp();
            }
          });
    }
  }

  /** Compares this reading with an end of the transcript that the store confirmed just now. */
  public void compare(Position tail) {
    if (tail.seq() != seq() || !read.mayPrecede(tail)) {
      catchUp();
    }
  }

  /** Reads what is missing, now or after the read that is under way. */
  public void catchUp() {
    if (reading) {
      readAgain = true;
      return;
    }
    reading = true;
    readAgain = false;
    String fromEpoch = epoch();
    long from = isOpen() ? seq() : Long.MAX_VALUE;
    OptionalLong fromChain = chain();
    Future.succeededFuture(from)
        .compose(after -> store.read(room, after, RoomStore.MOST_EVENTS))
        .onComplete(
            page -> loop.post(() -> finish(() -> read(fromEpoch, from, fromChain, page))),
            failure ->
                loop.post(
                    () ->
                        finish(
                            () ->
                                log.debug(
                                    "room {}: cannot read: {}", room, failure.getMessage()))));
  }

  private void finish(Runnable step) {
    reading = false;
    try {
      step.run();
    } finally {
      if (readAgain) {
        catchUp();
      }
    }
  }

  private void read(String fromEpoch, long from, OptionalLong fromChain, Page page) {
    Position tail = page.tail();
    if (fromEpoch == null) {
      read.begin(tail);
      listener.opened(tail);
    } else if (!fromEpoch.equals(epoch())) {
      readAgain = true;
    } else if (!tail.epoch().equals(epoch())) {
      restart(tail.epoch(), page.begun());
    } else if (isLost(from, fromChain, page)) {
      log.warn(
          "room {}: the store ends at event {} and lost what was read here, up to {} of {}",
          room,
          tail.seq(),
          seq(),
          epoch());
      lost.accept(epoch());
    } else {
      skipTo(page);
      take(page.chain(), page.events());
      if (seq() < tail.seq()) {
        readAgain = true;
      }
    }
  }

  /** Whether the store ends before this reading did, or has another event at its place. */
  private static boolean isLost(long from, OptionalLong fromChain, Page page) {
    return page.tail().seq() < from || !Sequence.isSame(page.chain(), fromChain);
  }

  private void restart(String fresh, long start) {
    log.warn(
        "room {}: the transcript goes on after event {} as epoch {}; read here: up to {} of {}",
        room,
        start,
        fresh,
        seq(),
        epoch());
    read.begin(fresh, start);
    expected = start;
    listener.restarted(fresh, start);
    readAgain = true;
  }

  private void skipTo(Page page) {
    if (!page.events().isEmpty() && page.events().get(0).seq() > seq() + 1) {
      long first = page.events().get(0).seq();
      listener.skipped(seq() + 1, first - 1);
      read.skip(first - 1);
    }
  }

  private void take(OptionalLong before, List<Event> events) {
    Sequence.Next next = read.take(before, events);
    if (!next.fit()) {
      // One of two transcripts with the same numbers; the store knows which of them there is.
      catchUp();
    }
    if (!next.events().isEmpty()) {
      listener.published(next.events());
    }
  }
}
