package dev.starling.chat.fanout;

import dev.starling.chat.store.Page;
import java.util.OptionalLong;

/**
 * Brings one subscriber from where it is to where its event loop is, page by page: the next page is
 * asked for once the one before has been sent. One that does not take a page while others wait for
 * the memory that it holds is closed. Belongs to the subscriber's event loop.
 */
final class Replay {
  /** Events that are replayed at most; a subscriber further behind reads a gap. */
  static final long MOST_REPLAYED = 100_000;

  private final EventLoopFanout fanout;
  private final ReplaySource source;
  private final Subscriber subscriber;

  private String epoch;
  private long seq;
  private OptionalLong chain;

  /** A page that is not taken for so long, and twice that at most, is wanted back by others. */
  static final long TAKING_MILLIS = 3_000;

  // Null while what follows is in the store.
  private Journal.Node node;

  // Of the page that the subscriber has yet to take.
  private ReplaySource.Hold hold = ReplaySource.Hold.NONE;
  private boolean watched;
  private boolean ended;

  Replay(
      EventLoopFanout fanout,
      ReplaySource source,
      Subscriber subscriber,
      String epoch,
      long seq,
      OptionalLong chain) {
    this.fanout = fanout;
    this.source = source;
    this.subscriber = subscriber;
    this.epoch = epoch;
    this.seq = seq;
    this.chain = chain;
  }

  /** Goes on as far as it can. */
  void run() {
    while (!ended && !subscriber.isClosed()) {
      if (subscriber.isFull()) {
        subscriber.whenDrained(this::run);
        if (!watched) {
          watched = true;
          watch(hold);
        }
        return;
      }
      released();
      if (node == null) {
        ask();
        return;
      }
      if (node == fanout.place() && node.seq() >= seq) {
        fanout.admit(subscriber);
        return;
      }
      Journal.Node next = node.next();
      if (next == null) {
        // The subscriber has read events that this instance is still to get.
        fanout.later(EventLoopFanout.AGAIN_MILLIS, this::run);
        return;
      }
      step(next);
    }
  }

  /** The subscriber is gone, or has caught up. */
  void end() {
    ended = true;
    released();
  }

  private void released() {
    hold.release();
    hold = ReplaySource.Hold.NONE;
  }

  /**
   * Looks again and again whether a page is still held that others want.
   *
   * @param seen the page that was held when it looked before
   */
  private void watch(ReplaySource.Hold seen) {
    fanout.later(
        TAKING_MILLIS,
        () -> {
          if (ended) {
            return;
          }
          if (hold == seen && hold.isWanted()) {
            subscriber.tooSlow();
          } else {
            watch(hold);
          }
        });
  }

  private void ask() {
    source
        .after(epoch, seq, chain)
        .onSuccess(next -> EventLoopFanout.guarded(subscriber, to -> found(next)))
        .onFailure(failure -> fanout.later(EventLoopFanout.AGAIN_MILLIS, this::run));
  }

  private void step(Journal.Node next) {
    if (next == Journal.CUT) {
      node = null;
      return;
    }
    node = next;
    long before = seq;
    if (EventLoopFanout.guarded(subscriber, to -> next.tell(to, before))) {
      fanout.delivered(next.events());
    }
    seq = next.epoch().equals(epoch) ? Math.max(seq, next.seq()) : next.seq();
    epoch = next.epoch();
    chain = OptionalLong.empty();
  }

  private void found(ReplaySource.Next next) {
    if (ended) {
      next.hold().release();
      return;
    }
    hold = next.hold();
    if (next.node() != null) {
      enter(next.node());
    } else {
      read(next.page(), next.batch());
    }
    run();
  }

  /** Goes on in the journal, which may begin behind the subscriber's place. */
  private void enter(Journal.Node place) {
    node = place;
    if (!place.epoch().equals(epoch)) {
      restart(place.epoch(), place.seq());
    } else if (place.seq() > seq) {
      subscriber.gap(seq + 1, place.seq());
      seq = place.seq();
    }
    chain = OptionalLong.empty();
  }

  private void read(Page page, Batch batch) {
    boolean differs =
        !page.tail().epoch().equals(epoch)
            || page.tail().seq() < seq
            || (chain.isPresent() && page.chain().isPresent() && !chain.equals(page.chain()));
    if (differs) {
      boolean renewed = !page.tail().epoch().equals(epoch);
      restart(page.tail().epoch(), renewed ? page.begun() : page.tail().seq());
    } else if (page.tail().seq() - seq > MOST_REPLAYED) {
      long to = page.tail().seq() - MOST_REPLAYED;
      subscriber.gap(seq + 1, to);
      seq = to;
    } else if (batch != null) {
      if (batch.first() > seq + 1) {
        subscriber.gap(seq + 1, batch.first() - 1);
      }
      subscriber.deliver(batch);
      fanout.delivered(batch.events().size());
      seq = batch.last();
    }
    // Compared once: what follows is of the same transcript, also when it is not in the store yet.
    chain = OptionalLong.empty();
  }

  private void restart(String fresh, long start) {
    epoch = fresh;
    seq = start;
    subscriber.restarted(epoch, seq);
  }
}
