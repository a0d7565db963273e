package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Position;
import dev.starling.chat.fanout.Batch;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.fanout.Journal;
import dev.starling.chat.fanout.ReplaySource;
import dev.starling.chat.replication.Loop;
import dev.starling.chat.replication.Replica;
import dev.starling.chat.store.RoomStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A room's transcript on its way to those who read it here: live through the journal, and from the
 * store to those who are behind it. Belongs to the rooms' event loop, but for the journal's
 * readers.
 */
final class TranscriptFeed implements Replica.Listener {
  private static final int JOURNAL_EVENTS = 10_000;
  private static final long JOURNAL_BYTES = 32 << 20;

  private final Loop loop;
  private final Function<Event, EncodedEvent> encoder;
  private final UserList users;
  private final RoomMetrics metrics;
  private final Replays replays;
  private final Journal journal = new Journal(JOURNAL_EVENTS, JOURNAL_BYTES);

  // Of what was read last; null before that.
  private String epoch;

  /**
   * Creates it.
   *
   * @param encoder of events, as clients read them
   * @param users are followed
   */
  TranscriptFeed(
      RoomStore store,
      String room,
      Loop loop,
      Function<Event, EncodedEvent> encoder,
      UserList users,
      RoomMetrics metrics) {
    this.loop = loop;
    this.encoder = encoder;
    this.users = users;
    this.metrics = metrics;
    this.replays = new Replays(store, room, loop, encoder);
  }

  /** The journal, which event loops read at their own pace. */
  Journal journal() {
    return journal;
  }

  /** Reads a part of the transcript for a client. */
  Future<RoomVerticle.Excerpt> read(long after, int limit) {
    return epoch != null
        ? replays.read(after, limit)
        : Future.failedFuture("transcript store unavailable");
  }

  /** Reads it backwards for a client. */
  Future<RoomVerticle.Excerpt> before(long before, int limit, long mostBytes) {
    return epoch != null
        ? replays.before(before, limit, mostBytes)
        : Future.failedFuture("transcript store unavailable");
  }

  /** Where subscribers of one event loop read on. */
  ReplaySource source(Context caller) {
    return (subscriberEpoch, from, chain) -> {
      Promise<ReplaySource.Next> promise = Promise.promise();
      loop.post(
          () ->
              Future.<Void>succeededFuture()
                  .compose(any -> after(subscriberEpoch, from, chain))
                  .onComplete(promise));
      // To the caller's thread.
      Promise<ReplaySource.Next> there = Promise.promise();
      promise
          .future()
          .onComplete(
              next -> caller.runOnContext(v -> there.complete(next)),
              failure -> caller.runOnContext(v -> there.fail(failure)));
      return there.future();
    };
  }

  /** Where to go on: in the journal, in the store, or, when too many read that, behind a gap. */
  Future<ReplaySource.Next> after(String subscriberEpoch, long from, OptionalLong chain) {
    Journal.Node node = subscriberEpoch.equals(epoch) ? journal.find(from, chain) : null;
    return node == null
        ? replays.next(from).recover(failure -> behindGap(subscriberEpoch, from, failure))
        : Future.succeededFuture(ReplaySource.Next.inJournal(node));
  }

  /** In another epoch, which may be one that this instance has yet to hear of, it waits again. */
  private Future<ReplaySource.Next> behindGap(String subscriberEpoch, long from, Throwable why) {
    Journal.Node oldest = journal.oldest();
    boolean isBehind = oldest.epoch().equals(subscriberEpoch) && oldest.seq() > from;
    return why instanceof Turns.Overdue && isBehind
        ? Future.succeededFuture(ReplaySource.Next.inJournal(oldest))
        : Future.failedFuture(why);
  }

  @Override
  public void opened(Position tail) {
    begin(tail.epoch());
    journal.open(tail);
  }

  @Override
  public void published(List<Event> events) {
    users.follow(events);
    journal.append(new Batch(events.stream().map(encoder).toList()));
  }

  @Override
  public void skipped(long from, long to) {
    users.invalidate();
    journal.appendGap(from, to);
  }

  @Override
  public void restarted(String fresh, long start) {
    begin(fresh);
    users.invalidate();
    journal.appendRestart(fresh, start);
  }

  private void begin(String fresh) {
    epoch = fresh;
    metrics.epoch(fresh);
  }
}
