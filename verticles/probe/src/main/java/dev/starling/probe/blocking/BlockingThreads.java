package dev.starling.probe.blocking;

import dev.starling.net.internal.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for work that blocks, apart from event loops and from the workers of others. They come
 * when there is work and go soon after. Thread-safe.
 */
public final class BlockingThreads {
  private static final long IDLE_SECONDS = 5;

  private final ThreadPoolExecutor pool;

  /**
   * Prepares threads, of which none is started yet.
   *
   * @param most threads
   * @param waiting pieces of work that may wait for one
   */
  public BlockingThreads(int most, int waiting) {
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            work -> {
              Thread thread = new Thread(work, "probe-blocking-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Has blocking code run.
   *
   * @throws RejectedExecutionException when too much waits, or after {@link #close}
   */
  java.util.concurrent.Future<?> run(Runnable work) {
    return pool.submit(work);
  }

  /**
   * Has code run that awaits futures: on a virtual thread where Java has them, else on one of the
   * pool. The result comes on the caller's event loop.
   */
  public <T> Future<T> await(Vertx vertx, Callable<T> work) {
    Promise<T> result = EventLoops.promiseHere(vertx);
    return EventLoops.runOnVirtualThread(vertx, () -> complete(result, work))
        ? result.future()
        : call(vertx, work);
  }

  /** Has blocking code run by a thread of the pool, otherwise as {@link #await}. */
  public <T> Future<T> call(Vertx vertx, Callable<T> work) {
    Promise<T> result = EventLoops.promiseHere(vertx);
    try {
      pool.execute(() -> complete(result, work));
    } catch (RejectedExecutionException full) {
      result.fail(full);
    }
    return result.future();
  }

  private static <T> void complete(Promise<T> result, Callable<T> work) {
    try {
      result.complete(work.call());
    } catch (Exception failure) {
      result.fail(failure);
    }
  }

  /** Interrupts what runs, and takes no more. */
  public void close() {
    pool.shutdownNow();
  }
}
