package dev.starling.probe.blocking;

import dev.starling.net.internal.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls that really block their thread, asked for by an event loop that does not: one after the
 * other on one thread, or each on a thread of its own. Belongs to that event loop.
 */
public final class BlockingCalls {
  private final CallsRequest request;
  private final CallsReport.Call[] calls;
  private final AtomicInteger missing;
  private final List<java.util.concurrent.Future<?>> work = new ArrayList<>();
  private final Promise<CallsReport> report;
  private long begun;

  public BlockingCalls(Vertx vertx, CallsRequest request) {
    this.request = request;
    this.calls = new CallsReport.Call[request.calls()];
    this.missing = new AtomicInteger(request.calls());
    this.report = EventLoops.promiseHere(vertx);
  }

  /** Starts; fails with {@link RejectedExecutionException} when there are no threads. */
  public Future<CallsReport> start(BlockingThreads threads) {
    begun = System.nanoTime();
    try {
      if (request.ordered()) {
        work.add(threads.run(this::callAll));
      } else {
        for (int i = 0; i < request.calls(); i++) {
          int number = i;
          work.add(threads.run(() -> call(number)));
        }
      }
    } catch (RejectedExecutionException full) {
      cancel();
      report.tryFail(full);
    }
    return report.future();
  }

  /** Interrupts the calls under way and makes no more; there will be no report. */
  public void cancel() {
    work.forEach(one -> one.cancel(true));
  }

  private void callAll() {
    for (int i = 0; i < request.calls() && call(i); i++) {
      // Each in its turn, until interrupted.
    }
  }

  /** Returns whether it was let finish. */
  private boolean call(int number) {
    long start = System.nanoTime();
    try {
      TimeUnit.NANOSECONDS.sleep(request.sleep().toNanos());
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      return false;
    }
    calls[number] =
        new CallsReport.Call(
            micros(start - begun),
            micros(System.nanoTime() - start),
            Thread.currentThread().getName());
    if (missing.decrementAndGet() == 0) {
      // The counter's last step sees what every thread wrote before its own.
      report.tryComplete(
          new CallsReport(request, Arrays.asList(calls), micros(System.nanoTime() - begun)));
    }
    return true;
  }

  private static long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos);
  }
}
