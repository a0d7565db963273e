package dev.starling.chat.room;

import dev.starling.chat.replication.Loop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Loop} on a Vert.x event loop: steps from any thread, many per turn. Thread-safe: the
 * queue is, and one flag says whether a turn is due.
 */
final class EventLoopMailbox implements Loop {
  private static final Logger log = LoggerFactory.getLogger(EventLoopMailbox.class);

  /** Others on the event loop get their turn, too. */
  private static final int STEPS_PER_TURN = 5_000;

  private final Vertx vertx;
  private final Context context;
  private final Runnable afterTurn;
  private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean due = new AtomicBoolean();

  /**
   * Creates an empty one.
   *
   * @param afterTurn runs after each turn's steps
   */
  EventLoopMailbox(Vertx vertx, Context context, Runnable afterTurn) {
    this.vertx = vertx;
    this.context = context;
    this.afterTurn = afterTurn;
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public void post(Runnable step) {
    steps.add(step);
    call();
  }

  @Override
  public void later(long millis, Runnable step) {
    vertx.setTimer(millis, timer -> post(step));
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
