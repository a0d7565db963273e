package dev.starling.chat.room;

import dev.starling.chat.replication.Loop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets so many steps be under way at once; others wait their turn in order, and not for ever.
 * Belongs to one event loop.
 */
final class Turns {
  /** A step was not begun, since others were under way for too long. */
  static final class Overdue extends Exception {
    private static final long serialVersionUID = 1L;

    private Overdue() {
      super("too many read the transcript at once", null, false, false);
    }
  }

  private final Loop loop;
  private final int most;
  private final long mostWaitMillis;
  private final BooleanSupplier isOpen;
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private int underWay;

  /**
   * Creates it.
   *
   * @param most steps under way at once
   * @param isOpen whether another one may begin, beside that; {@link #next()} is to be called when
   *     that has changed
   */
  Turns(Loop loop, int most, long mostWaitMillis, BooleanSupplier isOpen) {
    this.loop = loop;
    this.most = most;
    this.mostWaitMillis = mostWaitMillis;
    this.isOpen = isOpen;
  }

  /** Begins a step when it is its turn. Fails with {@link Overdue} when that does not come. */
  <T> Future<T> take(Supplier<Future<T>> step) {
    Promise<T> promise = Promise.promise();
    Runnable turn =
        () ->
            // A step that throws has failed: its place is for the next.
            Future.<Void>succeededFuture()
                .compose(any -> step.get())
                .onComplete(
                    done -> loop.post(() -> finish(() -> promise.complete(done))),
                    failure -> loop.post(() -> finish(() -> promise.fail(failure))));
    waiting.add(turn);
    next();
    if (waiting.contains(turn)) {
      loop.later(
          mostWaitMillis,
          () -> {
            if (waiting.remove(turn)) {
              promise.fail(new Overdue());
            }
          });
    }
    return promise.future();
  }

  /** Whether a step waits that could begin if it were open. */
  boolean areKeptWaiting() {
    return !waiting.isEmpty() && underWay < most && !isOpen.getAsBoolean();
  }

  /** Begins steps that wait, as many as may. */
  void next() {
    while (underWay < most && isOpen.getAsBoolean() && !waiting.isEmpty()) {
      underWay++;
      Runnable first = waiting.iterator().next();
      waiting.remove(first);
      first.run();
    }
  }

  private void finish(Runnable answer) {
    underWay--;
    try {
      answer.run();
    } finally {
      next();
    }
  }
}
