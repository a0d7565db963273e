package dev.starling.core.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Measures how late an event loop runs what is due: the first sign that something blocks it. */
public final class EventLoopLag {
  private static final long PERIOD_MILLIS = 250;

  private EventLoopLag() {}

  /** Measures the caller's event loop from now on. */
  public static void measure(Vertx vertx, MeterRegistry registry) {
    Timer lag =
        Timer.builder("starling.event.loop.lag")
            .description("Delay of a timer on an event loop behind its time")
            .tag("loop", Thread.currentThread().getName())
            .register(registry);
    next(vertx, lag);
  }

  private static void next(Vertx vertx, Timer lag) {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
    vertx.setTimer(
        PERIOD_MILLIS,
        timer -> {
          lag.record(Math.max(0, System.nanoTime() - due), TimeUnit.NANOSECONDS);
          next(vertx, lag);
        });
  }
}
