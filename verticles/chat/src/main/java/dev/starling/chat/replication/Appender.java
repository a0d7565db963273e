package dev.starling.chat.replication;

import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an instance's operations on one room into the store: one step is under way, what comes
 * meanwhile joins the next. A step that failed is sent again, with the same keys, until it is
 * answered or its operations are too old. Every operation is answered exactly once. Belongs to the
 * room's {@link Loop}.
 */
public final class Appender {
  private static final Logger log = LoggerFactory.getLogger(Appender.class);

  /** Operations that may wait; beyond it nothing is accepted. */
  static final int MOST_WAITING = 50_000;

  private static final long MOST_BYTES_WAITING = 32 << 20;
  private static final long MOST_BYTES_PER_STEP = 1 << 20;

  /** As long as the store may take to notice that one of its copies is lost. */
  static final long PATIENCE_MILLIS = 14_000;

  private static final long BETWEEN_ATTEMPTS_MILLIS = 200;

  /** Learns of every step that succeeded. */
  public interface Listener {
    /** The operations of a step are about to be answered. */
    void answering(Applied step);

    /** The operations of a step have been answered. */
    void applied(Applied step);
  }

  private final RoomStore store;
  private final String room;
  private final Loop loop;
  private final LongSupplier seq;
  private final Listener listener;

  private final Deque<Pending> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean busy;
  private boolean resting;
  private boolean checkDue;

  // Operations to be sent one by one, because one of them cannot be applied.
  private int singly;

  private static final class Pending {
    final Operation operation;
    final int weight;
    final long deadline;
    final Consumer<Result> answer;
    long since = Operation.Say.FIRST_ATTEMPT;
    boolean attempted;

    Pending(Operation operation, int weight, long deadline, Consumer<Result> answer) {
      this.operation = operation;
      this.weight = weight;
      this.deadline = deadline;
      this.answer = answer;
    }

    /** The operation as it is sent now: a message that was sent before says since when. */
    Operation attempt() {
      return attempted && operation instanceof Operation.Say say
          ? new Operation.Say(say.key(), say.nameKey(), say.connection(), say.text(), since)
          : operation;
    }
  }

  /**
   * Creates it.
   *
   * @param seq the last event that this instance knows of
   */
  public Appender(RoomStore store, String room, Loop loop, LongSupplier seq, Listener listener) {
    this.store = store;
    this.room = room;
    this.loop = loop;
    this.seq = seq;
    this.listener = listener;
  }

  /**
   * Hands in an operation.
   *
   * @param weight bytes that it takes, about
   * @param answer is called once, perhaps at once: {@link Result.Status#NOT_APPLIED} when it was
   *     not and will not be applied, {@link Result.Status#UNKNOWN} when nobody can tell
   */
  public void submit(Operation operation, int weight, Consumer<Result> answer) {
    if (waiting.size() >= MOST_WAITING || bytes + weight > MOST_BYTES_WAITING) {
      answer(answer, Result.of(Result.Status.NOT_APPLIED));
      return;
    }
    long deadline = loop.nanos() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    waiting.addLast(new Pending(operation, weight, deadline, answer));
    bytes += weight;
    pump();
  }

  /** Sends a step even when nothing waits, to learn the end of the transcript. */
  public void check() {
    checkDue = true;
    pump();
  }

  /** Whether every operation has been answered. */
  public boolean isIdle() {
    return waiting.isEmpty() && !busy;
  }

  private void pump() {
    if (busy || resting || (waiting.isEmpty() && !checkDue)) {
      return;
    }
    busy = true;
    checkDue = false;
    List<Pending> batch = take();
    for (Pending pending : batch) {
      if (pending.since == Operation.Say.FIRST_ATTEMPT) {
        pending.since = seq.getAsLong();
      }
    }
    List<Operation> operations = batch.stream().map(Pending::attempt).toList();
    Future.succeededFuture(operations)
        .compose(step -> store.apply(room, step))
        .onComplete(
            applied -> loop.post(() -> applied(batch, applied)),
            failure -> loop.post(() -> failed(batch, failure)));
  }

  private List<Pending> take() {
    List<Pending> batch = new ArrayList<>();
    int most = singly > 0 ? 1 : RoomStore.MOST_OPERATIONS;
    long size = 0;
    while (!waiting.isEmpty() && batch.size() < most && size < MOST_BYTES_PER_STEP) {
      Pending next = waiting.removeFirst();
      size += next.weight;
      batch.add(next);
    }
    bytes -= size;
    return batch;
  }

  private void applied(List<Pending> batch, Applied step) {
    busy = false;
    singly = Math.max(0, singly - batch.size());
    listener.answering(step);
    for (int i = 0; i < batch.size(); i++) {
      answer(batch.get(i).answer, step.results().get(i));
    }
    try {
      listener.applied(step);
    } finally {
      pump();
    }
  }

  private void failed(List<Pending> batch, Throwable failure) {
    busy = false;
    Outcome outcome = failure instanceof StoreException known ? known.outcome() : Outcome.UNKNOWN;
    if (outcome == Outcome.INVALID && batch.size() <= 1) {
      singly = Math.max(0, singly - batch.size());
      log.error("room {}: the store refuses an operation", room, failure);
      batch.forEach(pending -> answer(pending.answer, Result.of(Result.Status.NOT_APPLIED)));
    } else {
      log.debug("room {}: a step failed: {}", room, failure.getMessage());
      singly = outcome == Outcome.INVALID ? batch.size() : singly;
      again(batch, outcome == Outcome.UNKNOWN);
    }
    resting = true;
    loop.later(
        BETWEEN_ATTEMPTS_MILLIS,
        () -> {
          resting = false;
          pump();
        });
  }

  /** Puts a batch back before what came after it; what is too old is answered instead. */
  private void again(List<Pending> batch, boolean attempted) {
    long now = loop.nanos();
    List<Pending> old = new ArrayList<>();
    for (int i = batch.size() - 1; i >= 0; i--) {
      Pending pending = batch.get(i);
      pending.attempted |= attempted;
      if (pending.deadline - now > 0) {
        waiting.addFirst(pending);
        bytes += pending.weight;
      } else {
        old.add(0, pending);
      }
    }
    old.forEach(
        pending ->
            answer(
                pending.answer,
                Result.of(pending.attempted ? Result.Status.UNKNOWN : Result.Status.NOT_APPLIED)));
  }

  /** Answers one operation; an answer that throws keeps no other from being answered. */
  private void answer(Consumer<Result> answer, Result result) {
    try {
      answer.accept(result);
    } catch (RuntimeException failure) {
      log.error("room {}: an answer could not be taken", room, failure);
    }
  }
}
