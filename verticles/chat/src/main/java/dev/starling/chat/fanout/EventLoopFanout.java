package dev.starling.chat.fanout;

import dev.starling.chat.replication.Loop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscribers of one room on one event loop, which they and this belong to. Reads the journal
 * at the loop's own pace: a loop that falls behind what is kept goes on from the store.
 */
public final class EventLoopFanout {
  private static final Logger log = LoggerFactory.getLogger(EventLoopFanout.class);

  /** Others on the event loop get their turn, too. */
  private static final int EVENTS_PER_TURN = 1_000;

  /** A place that has nothing behind it yet is looked at again after this. */
  static final long AGAIN_MILLIS = 100;

  private final Loop loop;
  private final Journal journal;
  private final ReplaySource source;
  private final LongAdder deliveries;
  private final AtomicBoolean due = new AtomicBoolean();

  // From the room's thread; done before what was appended to the journal after them.
  private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();

  // The room's thread: the journal's end and whether steps were added, since the last wake().
  private Journal.Node handedOver;
  private boolean posted;

  private final Set<Subscriber> live = new LinkedHashSet<>();
  private final Map<Subscriber, Replay> replays = new IdentityHashMap<>();
  private final List<Subscriber> departed = new ArrayList<>();
  private boolean telling;
  private Journal.Node place;

  /**
   * Begins at the journal's end.
   *
   * @param loop the event loop
   * @param deliveries counts events handed to subscribers
   */
  public EventLoopFanout(Loop loop, Journal journal, ReplaySource source, LongAdder deliveries) {
    this.loop = loop;
    this.journal = journal;
    this.source = source;
    this.deliveries = deliveries;
    this.place = journal.end();
    this.handedOver = place;
  }

  /**
   * Has a step done on the event loop, before events that are appended later. On the room's thread,
   * which calls {@link #wake()} later on.
   */
  public void post(Runnable step) {
    steps.add(step);
    posted = true;
  }

  /**
   * Wakes the event loop when there is something new for it: once for all that the room's thread
   * did in a turn. On the room's thread.
   */
  public void wake() {
    Journal.Node end = journal.end();
    if (posted || end != handedOver) {
      posted = false;
      handedOver = end;
      call();
    }
  }

  private void call() {
    if (due.compareAndSet(false, true)) {
      loop.post(this::turn);
    }
  }

  /**
   * Lets a subscriber read on from a place. On the event loop.
   *
   * @param chain of the event there; empty when it is not known
   */
  public void subscribe(Subscriber subscriber, String epoch, long seq, OptionalLong chain) {
    Replay replay = new Replay(this, source, subscriber, epoch, seq, chain);
    replays.put(subscriber, replay);
    replay.run();
  }

  /** Lets go of a subscriber. On the event loop. */
  public void unsubscribe(Subscriber subscriber) {
    endReplay(subscriber);
    if (telling) {
      departed.add(subscriber);
    } else {
      live.remove(subscriber);
    }
  }

  /** Where the live subscribers are. */
  Journal.Node place() {
    return place;
  }

  /** Takes a subscriber who has read up to {@link #place()}. */
  void admit(Subscriber subscriber) {
    endReplay(subscriber);
    live.add(subscriber);
  }

  private void endReplay(Subscriber subscriber) {
    Replay replay = replays.remove(subscriber);
    if (replay != null) {
      replay.end();
    }
  }

  /** Runs a step on the event loop after a delay. */
  void later(long millis, Runnable step) {
    loop.later(millis, step);
  }

  void delivered(int events) {
    deliveries.add(events);
  }

  /** Tells one subscriber something: a failure costs that one its connection, and no other. */
  static boolean guarded(Subscriber subscriber, Consumer<Subscriber> news) {
    try {
      news.accept(subscriber);
      return true;
    } catch (RuntimeException failure) {
      log.error("{}: closed after a failure", subscriber, failure);
      close(subscriber);
      return false;
    }
  }

  private static void close(Subscriber subscriber) {
    try {
      subscriber.failed();
    } catch (RuntimeException failure) {
      log.error("{}: could not be closed", subscriber, failure);
    }
  }

  private void turn() {
    due.set(false);
    // Read before the steps: those that belong before an event up to here are there, too.
    Journal.Node until = journal.end();
    // Those of this turn only: what they post is for the next.
    for (int waiting = steps.size(); waiting > 0; waiting--) {
      run(steps.remove());
    }
    int events = 0;
    while (place != until) {
      Journal.Node next = place.next();
      if (next == Journal.CUT) {
        fallBehind();
        return;
      } else if (events > EVENTS_PER_TURN) {
        call();
        return;
      }
      Journal.Piece piece = next.piece(until);
      events += 1 + piece.events();
      place = piece.last();
      tell(piece);
    }
  }

  private static void run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      log.error("an answer could not be taken", failure);
    }
  }

  private void tell(Journal.Piece piece) {
    telling = true;
    Consumer<Subscriber> news = piece.news();
    try {
      for (Subscriber subscriber : live) {
        if (!guarded(subscriber, news)) {
          departed.add(subscriber);
        }
      }
    } finally {
      telling = false;
      deliveries.add((long) live.size() * piece.events());
      departed.forEach(live::remove);
      departed.clear();
    }
  }

  /** Everyone here reads on from the store, and the loop from the journal's end. */
  private void fallBehind() {
    Journal.Node behind = place;
    List<Subscriber> all = List.copyOf(live);
    live.clear();
    place = journal.end();
    all.forEach(
        subscriber -> subscribe(subscriber, behind.epoch(), behind.seq(), OptionalLong.empty()));
  }
}
