package dev.starling.chat.room;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands steps from any thread to one event loop, many per turn. Thread-safe: the queue is, and one
 * flag says whether a turn is due.
 */
final class Mailbox {
  private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

  /** Others on the event loop get their turn, too. */
  private static final int STEPS_PER_TURN = 5_000;

  private final Context context;
  private final Runnable afterTurn;
  private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean due = new AtomicBoolean();

  /**
   * Creates an empty one.
   *
   * @param afterTurn runs after each turn's steps
   */
  Mailbox(Context context, Runnable afterTurn) {
    this.context = context;
    this.afterTurn = afterTurn;
  }

  /** Has a step done in one of the next turns; steps of one thread stay in order. */
  void post(Runnable step) {
    steps.add(step);
    call();
  }

  /** Has what comes of a future dealt with as a step. */
  <T> void then(Future<T> future, Consumer<T> success, Consumer<Throwable> failure) {
    future.onComplete(
        value -> post(() -> success.accept(value)), cause -> post(() -> failure.accept(cause)));
  }

  private void call() {
    if (due.compareAndSet(false, true)) {
      context.runOnContext(v -> turn());
    }
  }

  private void turn() {
    due.set(false);
    for (int i = 0; i < STEPS_PER_TURN; i++) {
      Runnable step = steps.poll();
      if (step == null) {
        break;
      }
      guarded(step);
    }
    guarded(afterTurn);
    if (!steps.isEmpty()) {
      call();
    }
  }

  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      log.error("a step in the room failed", failure);
    }
  }
}
