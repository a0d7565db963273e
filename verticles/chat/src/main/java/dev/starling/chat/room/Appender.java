package dev.starling.chat.room;

import dev.starling.chat.log.TranscriptLog;
import dev.starling.chat.log.TranscriptLog.Appended;
import dev.starling.chat.log.TranscriptLog.Place;
import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import dev.starling.chat.transcript.Transcript;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this instance's drafts into the log: one batch is on its way, the next gathers meanwhile.
 * After a failure it first reads what came of the batch, so that nothing is written twice. Belongs
 * to the room's event loop.
 */
final class Appender {
  private static final Logger log = LoggerFactory.getLogger(Appender.class);

  private static final long MOST_BYTES_PER_BATCH = 1 << 20;

  /** As long as an instance that froze may keep the others waiting. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(14);

  private static final long BETWEEN_TRIES_MILLIS = 200;

  /** The roster drops who was silent for 4 s. */
  private static final long CUT_KNOWN = TimeUnit.SECONDS.toNanos(6);

  /** Where accepted events go. */
  interface Accepted {
    void accept(String epoch, List<Event> events);
  }

  private final Vertx vertx;
  private final TranscriptLog target;
  private final Transcript transcript;
  private final Follower follower;
  private final Mailbox mailbox;
  private final Standing standing;
  private final BooleanSupplier congested;
  private final Accepted accepted;

  private final Deque<Pending> queue = new ArrayDeque<>();
  private final Waiting waiting = new Waiting();

  // In the log, and not yet come to by the transcript.
  private final Deque<Pending> unread = new ArrayDeque<>();
  private boolean busy;

  // Whether the transcript may have events that the others never got.
  private boolean doubtful;

  Appender(
      Vertx vertx,
      TranscriptLog target,
      Transcript transcript,
      Follower follower,
      Mailbox mailbox,
      Standing standing,
      BooleanSupplier congested,
      Accepted accepted) {
    this.vertx = vertx;
    this.target = target;
    this.transcript = transcript;
    this.follower = follower;
    this.mailbox = mailbox;
    this.standing = standing;
    this.congested = congested;
    this.accepted = accepted;
  }

  /** Has a draft appended; one that is in the log already, or on its way, is not appended again. */
  void add(Draft draft, Receipt receipt) {
    lookAround();
    Optional<Pending> sameKey = waiting.find(draft.key());
    OptionalLong known = transcript.seqOf(draft.key());
    if (sameKey.isPresent()) {
      sameKey.get().join(receipt);
    } else if (known.isPresent() && !doubtful) {
      accept(receipt, known.getAsLong());
    } else if (!follower.isOpen()) {
      receipt.refused(Refusal.notAccepted("the transcript is out of reach"));
    } else if (!standing.hasQuorum()) {
      receipt.refused(noQuorum());
    } else if (waiting.isFull()) {
      receipt.refused(Refusal.notAccepted("too much waits to be written"));
    } else {
      Pending pending = new Pending(draft, receipt);
      waiting.add(pending);
      queue.add(pending);
      pump();
    }
  }

  /** Runs a step once everything handed in so far has been dealt with. */
  void afterThese(Runnable step) {
    waiting.whenNone(step);
  }

  /** Goes on when something that held it up is over. */
  void pump() {
    if (busy || queue.isEmpty() || congested.getAsBoolean()) {
      return;
    }
    lookAround();
    if (!standing.isAwake()) {
      return;
    }
    if (!standing.hasQuorum()) {
      refuseAll();
      return;
    }
    busy = true;
    if (doubtful) {
      reassure();
      return;
    }
    List<Pending> batch = nextBatch();
    if (batch.isEmpty()) {
      next();
      return;
    }
    long startedAt = System.nanoTime();
    mailbox.then(
        target.append(batch.stream().map(Pending::draft).toList()),
        appended -> written(batch, appended),
        failure -> {
          log.warn("could not append: {}", failure.getMessage());
          onceCutsAreKnown(startedAt, () -> recover(batch));
        });
  }

  /**
   * Answers for what the transcript came to since. Until then it is not known whether a draft is in
   * the log a second time, and which of the two counts.
   */
  void passedOn() {
    while (!unread.isEmpty() && unread.getFirst().place() <= transcript.seq()) {
      Pending read = unread.removeFirst();
      // What was skipped has no known number but its own.
      accept(waiting.settle(read), transcript.seqOf(read.draft().key()).orElse(read.place()));
    }
    waiting.runIfNone();
  }

  /** The transcript began anew: what it does not have is appended again. */
  void restarted() {
    List<Pending> lost = new ArrayList<>();
    for (Pending written : unread) {
      OptionalLong seq = transcript.seqOf(written.draft().key());
      if (seq.isPresent()) {
        accept(waiting.settle(written), seq.getAsLong());
      } else {
        lost.add(written);
      }
    }
    unread.clear();
    queueFirst(lost);
    pump();
  }

  /**
   * Notices, if it is called every second, what leads the transcript astray: a standstill of this
   * process, and a time without a quorum. What was read meanwhile a merge may have undone.
   */
  void lookAround() {
    if (!standing.isAwake() || !standing.hasQuorum()) {
      doubtful = true;
    }
  }

  private void refuseAll() {
    List<Pending> refused = List.copyOf(queue);
    queue.clear();
    refused.forEach(pending -> waiting.settle(pending).refused(noQuorum()));
    waiting.runIfNone();
  }

  /** Compares with the log before anything is said on the strength of the transcript. */
  private void reassure() {
    mailbox.then(
        follower.catchUp(),
        caughtUp -> {
          doubtful = false;
          next();
        },
        failure -> later(this::next));
  }

  /**
   * Has a step done when a cut that there was before a time would be known: only then does a quorum
   * say that what is read is not the smaller half's own.
   */
  private void onceCutsAreKnown(long before, Runnable step) {
    long remaining = CUT_KNOWN - (System.nanoTime() - before);
    if (remaining <= 0 || !standing.needsQuorum()) {
      step.run();
    } else {
      vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(remaining) + 1, timer -> mailbox.post(step));
    }
  }

  private List<Pending> nextBatch() {
    List<Pending> batch = new ArrayList<>(Math.min(queue.size(), TranscriptLog.MAX_BATCH));
    long bytes = 0;
    while (!queue.isEmpty()
        && batch.size() < TranscriptLog.MAX_BATCH
        && bytes < MOST_BYTES_PER_BATCH) {
      Pending next = queue.remove();
      OptionalLong known = transcript.seqOf(next.draft().key());
      if (known.isPresent()) {
        accept(waiting.settle(next), known.getAsLong());
      } else {
        bytes += next.bytes();
        batch.add(next);
      }
    }
    return batch;
  }

  private void written(List<Pending> batch, Appended appended) {
    lookAround();
    if (doubtful || !appended.epoch().equals(follower.epoch())) {
      // By now it may be in a log that is none any more, or there under another number.
      readBack(batch);
      return;
    }
    List<Event> events = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      Place place = appended.places().get(i);
      if (place.repeat()) {
        accept(waiting.settle(batch.get(i)), place.seq());
      } else {
        batch.get(i).writtenAt(place.seq());
        unread.add(batch.get(i));
        events.add(batch.get(i).draft().at(place.seq()));
      }
    }
    accepted.accept(appended.epoch(), events);
    next();
  }

  /** What the smaller half wrote just before it knew, and can read, is lost in a merge. */
  private void accept(Receipt receipt, long seq) {
    if (standing.hasQuorum()) {
      receipt.accepted(seq);
    } else {
      receipt.refused(noQuorum());
    }
  }

  /** The batch may be in the log all the same: reading tells, once what is read is safe. */
  private void recover(List<Pending> batch) {
    mailbox.then(target.settle(), settled -> readBack(batch), failure -> recoverLater(batch));
  }

  private void recoverLater(List<Pending> batch) {
    List<Pending> left = refuseOld(batch);
    if (left.isEmpty()) {
      next();
    } else {
      later(() -> recover(left));
    }
  }

  private void readBack(List<Pending> batch) {
    mailbox.then(
        follower.catchUp(),
        caughtUp -> {
          List<Pending> missing = new ArrayList<>();
          for (Pending pending : batch) {
            OptionalLong seq = transcript.seqOf(pending.draft().key());
            if (seq.isPresent()) {
              accept(waiting.settle(pending), seq.getAsLong());
            } else {
              missing.add(pending);
            }
          }
          tryAgain(missing);
        },
        failure -> recoverLater(batch));
  }

  private void tryAgain(List<Pending> missing) {
    List<Pending> left = refuseOld(missing);
    queueFirst(left);
    later(this::next);
  }

  private void queueFirst(List<Pending> pendings) {
    for (int i = pendings.size() - 1; i >= 0; i--) {
      queue.addFirst(pendings.get(i));
    }
  }

  private void later(Runnable step) {
    vertx.setTimer(BETWEEN_TRIES_MILLIS, timer -> mailbox.post(step));
  }

  private List<Pending> refuseOld(List<Pending> batch) {
    List<Pending> young = new ArrayList<>();
    long now = System.nanoTime();
    for (Pending pending : batch) {
      if (now - pending.since() > PATIENCE) {
        waiting.settle(pending).refused(Refusal.notAccepted("the transcript is out of reach"));
      } else {
        young.add(pending);
      }
    }
    return young;
  }

  private void next() {
    busy = false;
    waiting.runIfNone();
    pump();
  }

  private static Refusal noQuorum() {
    return Refusal.notAccepted("too few instances are in reach");
  }
}
