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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final int MOST_WAITING = 50_000;
  private static final long MOST_BYTES_WAITING = 32 << 20;

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
  private final Map<String, Pending> byKey = new HashMap<>();
  private final List<Runnable> whenIdle = new ArrayList<>();
  private long waitingBytes;
  private boolean busy;
  private boolean asleep;

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
    Pending sameKey = byKey.get(draft.key());
    OptionalLong known = transcript.seqOf(draft.key());
    if (sameKey != null) {
      sameKey.receipts.add(receipt);
    } else if (known.isPresent()) {
      accept(receipt, known.getAsLong());
    } else if (!follower.isOpen()) {
      receipt.refused(Refusal.notAccepted("the transcript is out of reach"));
    } else if (!standing.hasQuorum()) {
      receipt.refused(noQuorum());
    } else if (queue.size() >= MOST_WAITING || waitingBytes > MOST_BYTES_WAITING) {
      receipt.refused(Refusal.notAccepted("too much waits to be written"));
    } else {
      Pending pending = new Pending(draft, receipt);
      queue.add(pending);
      byKey.put(draft.key(), pending);
      waitingBytes += pending.bytes();
      pump();
    }
  }

  /** Runs a step once everything handed in so far has been dealt with. */
  void afterThese(Runnable step) {
    if (byKey.isEmpty()) {
      step.run();
    } else {
      whenIdle.add(step);
    }
  }

  /** Goes on when something that held it up is over. */
  void pump() {
    if (busy || queue.isEmpty() || congested.getAsBoolean()) {
      return;
    }
    if (!standing.isAwake()) {
      asleep = true;
      return;
    }
    busy = true;
    if (asleep) {
      wakeUp();
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

  /** What was under way before the standstill may have been written, here or elsewhere. */
  private void wakeUp() {
    mailbox.then(
        follower.catchUp(),
        caughtUp -> {
          asleep = false;
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
      waitingBytes -= next.bytes();
      OptionalLong known = transcript.seqOf(next.draft.key());
      if (known.isPresent()) {
        accept(settle(next), known.getAsLong());
      } else {
        bytes += next.bytes();
        batch.add(next);
      }
    }
    return batch;
  }

  private void written(List<Pending> batch, Appended appended) {
    List<Event> events = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      Place place = appended.places().get(i);
      if (!place.repeat()) {
        events.add(batch.get(i).draft.at(place.seq()));
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      accept(settle(batch.get(i)), appended.places().get(i).seq());
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
            OptionalLong seq = transcript.seqOf(pending.draft.key());
            if (seq.isPresent()) {
              accept(settle(pending), seq.getAsLong());
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
    for (int i = left.size() - 1; i >= 0; i--) {
      queue.addFirst(left.get(i));
      waitingBytes += left.get(i).bytes();
    }
    later(this::next);
  }

  private void later(Runnable step) {
    vertx.setTimer(BETWEEN_TRIES_MILLIS, timer -> mailbox.post(step));
  }

  private List<Pending> refuseOld(List<Pending> batch) {
    List<Pending> young = new ArrayList<>();
    long now = System.nanoTime();
    for (Pending pending : batch) {
      if (now - pending.since > PATIENCE) {
        settle(pending).refused(Refusal.notAccepted("the transcript is out of reach"));
      } else {
        young.add(pending);
      }
    }
    return young;
  }

  private void next() {
    busy = false;
    if (byKey.isEmpty()) {
      List<Runnable> steps = List.copyOf(whenIdle);
      whenIdle.clear();
      steps.forEach(Runnable::run);
    }
    pump();
  }

  private Receipt settle(Pending pending) {
    byKey.remove(pending.draft.key());
    return pending;
  }

  private static Refusal noQuorum() {
    return Refusal.notAccepted("too few instances are in reach");
  }

  private static final class Pending implements Receipt {
    private static final int OVERHEAD = 100;

    private final Draft draft;
    private final List<Receipt> receipts = new ArrayList<>(1);
    private final long since = System.nanoTime();

    Pending(Draft draft, Receipt receipt) {
      this.draft = draft;
      receipts.add(receipt);
    }

    Draft draft() {
      return draft;
    }

    int bytes() {
      return draft.text().length() + OVERHEAD;
    }

    @Override
    public void accepted(long seq) {
      receipts.forEach(receipt -> receipt.accepted(seq));
    }

    @Override
    public void refused(Refusal why) {
      receipts.forEach(receipt -> receipt.refused(why));
    }
  }
}
