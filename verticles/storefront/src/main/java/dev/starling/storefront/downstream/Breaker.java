package dev.starling.storefront.downstream;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps calls away from a service that has failed too often of late, and after a while lets a
 * single one through to see whether it is back.
 *
 * <p>It opens when so many calls have failed within the window and none has succeeded since the
 * first of them: one of several instances that is lost under load is not the whole service. The
 * count is kept here and not in the circuit, which knows whole seconds only, and for which a call
 * that says nothing about the service would be a success.
 *
 * <p>One for each service and process. Thread-safe: the circuit is, and what it does not guard is
 * guarded by this.
 */
final class Breaker {
  private static final Logger log = LoggerFactory.getLogger(Breaker.class);
  private static final long NO_TIMEOUT = -1;

  private final String name;
  private final DownstreamSettings.Breaker settings;
  private final LongSupplier nanos;
  private final CircuitBreaker circuit;
  private final Deque<Long> failures = new ArrayDeque<>();
  private volatile boolean failing;
  private volatile long opened;

  Breaker(Vertx vertx, String name, DownstreamSettings.Breaker settings) {
    this(vertx, name, settings, System::nanoTime);
  }

  /**
   * A breaker with a clock of its own for the window.
   *
   * @param nanos as {@link System#nanoTime()}
   */
  Breaker(Vertx vertx, String name, DownstreamSettings.Breaker settings, LongSupplier nanos) {
    this.name = name;
    this.settings = settings;
    this.nanos = nanos;
    // Its own timeout is one for all calls; theirs come from their deadlines.
    CircuitBreakerOptions options =
        new CircuitBreakerOptions()
            .setTimeout(NO_TIMEOUT)
            .setMaxFailures(Integer.MAX_VALUE)
            .setResetTimeout(settings.reset().toMillis());
    this.circuit =
        CircuitBreaker.create(name, vertx, options)
            .failurePolicy(call -> call.failed() && !isAnswer(call.cause()))
            .openHandler(v -> opened())
            .halfOpenHandler(v -> log.info("{}: trying whether it is back", name))
            .closeHandler(v -> closed());
  }

  /** A service that finds fault with a question is there and well. */
  private static boolean isAnswer(Throwable failure) {
    return failure instanceof CallFailure known && known.outcome() == CallOutcome.DECLINED;
  }

  /** Makes a call, or fails at once with one that is {@link CallOutcome#REFUSED}. */
  <T> Future<T> guard(Supplier<Future<T>> call) {
    return circuit
        .execute(call)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof OpenCircuitException
                        ? CallFailure.refused(name, untilHalfOpen())
                        : failure));
  }

  /** Takes note of a call that the service has answered. */
  void answered() {
    if (failing) {
      forget();
    }
  }

  /** Takes note of a call that failed; opens when that was one too many. */
  void failed() {
    // Not while it is half-open: then the one call that is let through decides.
    if (circuit.state() == CircuitBreakerState.CLOSED && isOneTooMany(nanos.getAsLong())) {
      circuit.open();
    }
  }

  private synchronized boolean isOneTooMany(long now) {
    failing = true;
    failures.addLast(now);
    while (now - failures.getFirst() > settings.window().toNanos()) {
      failures.removeFirst();
    }
    if (failures.size() < settings.failures()) {
      return false;
    }
    forget();
    return true;
  }

  private synchronized void forget() {
    failures.clear();
    failing = false;
  }

  CircuitBreakerState state() {
    return circuit.state();
  }

  private void opened() {
    opened = nanos.getAsLong();
    log.warn("{}: failed too often, left alone for {} ms", name, settings.reset().toMillis());
  }

  private void closed() {
    forget();
    log.info("{}: is back", name);
  }

  private Duration untilHalfOpen() {
    Duration since = Duration.ofNanos(nanos.getAsLong() - opened);
    return settings.reset().compareTo(since) > 0 ? settings.reset().minus(since) : Duration.ZERO;
  }
}
