package dev.starling.storefront.downstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that the storefront asks, with the patience it has for it: tries within a deadline, a
 * breaker, and a bound on what waits for it at a time. Belongs to one event loop.
 */
final class Downstream {
  private static final Logger log = LoggerFactory.getLogger(Downstream.class);

  /** Calls of one event loop that wait; a service that is silent must not fill the memory. */
  private static final int MOST_WAITING = 1_000;

  /** With less time than this an answer would hardly come back. */
  private static final long LEAST_MILLIS = 5;

  /** A timer that is as late as this tells of this process, not of the service that is awaited. */
  private static final long STALL_MILLIS = 100;

  private final Vertx vertx;
  private final String name;
  private final DownstreamSettings settings;
  private final Breaker breaker;
  private final CallMetrics metrics;
  private int waiting;

  Downstream(
      Vertx vertx,
      String name,
      DownstreamSettings settings,
      Breaker breaker,
      MeterRegistry registry) {
    this.vertx = vertx;
    this.name = name;
    this.settings = settings;
    this.breaker = breaker;
    this.metrics = new CallMetrics(registry, name);
  }

  /**
   * Calls, again and again if need be.
   *
   * @param ask one try, given how many milliseconds it may take
   * @return fails with a {@link CallFailure}, not long after the deadline
   */
  <T> Future<T> call(Deadline deadline, LongFunction<Future<T>> ask) {
    long began = System.nanoTime();
    if (waiting >= MOST_WAITING) {
      metrics.ended(CallOutcome.BROKEN, 0);
      return Future.failedFuture(CallFailure.broken(name, MOST_WAITING + " calls wait for it"));
    }
    waiting++;
    Tries<T> tries = new Tries<>(deadline, ask);
    return breaker
        .guard(tries::next)
        .recover(failure -> Future.failedFuture(CallFailure.of(name, failure)))
        .onComplete(end -> ended(end, began, tries.hadItsTime));
  }

  private void ended(AsyncResult<?> end, long began, boolean hadItsTime) {
    waiting--;
    CallOutcome outcome = end.succeeded() ? CallOutcome.OK : ((CallFailure) end.cause()).outcome();
    metrics.ended(outcome, System.nanoTime() - began);
    if (outcome != CallOutcome.OK) {
      log.debug("{}", end.cause().getMessage());
    }
    switch (outcome) {
      case OK, DECLINED -> breaker.answered();
      case BROKEN -> breaker.failed();
      case LATE -> {
        // Else it is others that were slow, or this process itself.
        if (hadItsTime) {
          breaker.failed();
        }
      }
      case REFUSED -> {}
    }
  }

  /** The tries of one call. */
  private final class Tries<T> {
    private final Deadline deadline;
    private final LongFunction<Future<T>> ask;
    private int made;

    /** Whether one of them had all the time that the settings have for it, and not more. */
    private boolean hadItsTime;

    Tries(Deadline deadline, LongFunction<Future<T>> ask) {
      this.deadline = deadline;
      this.ask = ask;
    }

    Future<T> next() {
      long most = settings.timeout().toMillis();
      long time = Math.min(most, deadline.leftMillis());
      if (time < Math.min(most, LEAST_MILLIS)) {
        return Future.failedFuture(CallFailure.late(name));
      }
      made++;
      long began = System.nanoTime();
      return ask.apply(time)
          .recover(
              failure -> {
                long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                hadItsTime |= time == most && took < time + STALL_MILLIS;
                return again(CallFailure.of(name, failure));
              });
    }

    private Future<T> again(CallFailure reason) {
      long pause = settings.retryInterval().toMillis();
      boolean hopeless =
          reason.outcome() == CallOutcome.DECLINED
              || made == settings.tries()
              || deadline.leftMillis() - pause < LEAST_MILLIS;
      if (hopeless) {
        return Future.failedFuture(reason);
      }
      metrics.retried();
      return vertx.timer(pause, TimeUnit.MILLISECONDS).compose(passed -> next());
    }
  }
}
