package dev.starling.systemtests.history;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Takes down when the clients' event loop itself stood still: a client that is not let run cannot
 * tell when something arrived.
 */
public final class StallDetector {
  private static final long TICK = 20;
  private static final Duration WORTH_NOTING = Duration.ofMillis(40);

  private final Recorder recorder;
  private long last = System.nanoTime();

  private StallDetector(Recorder recorder) {
    this.recorder = recorder;
  }

  /** Watches an event loop until Vert.x is closed; to be called on that loop. */
  public static void watch(Vertx vertx, History history) {
    StallDetector detector = new StallDetector(history.of("stalls"));
    vertx.setPeriodic(TICK, now -> detector.tick());
  }

  private void tick() {
    long now = System.nanoTime();
    Duration late = Duration.ofNanos(now - last).minusMillis(TICK);
    last = now;
    if (late.compareTo(WORTH_NOTING) > 0) {
      recorder.saw(new Fact.Stalled(late));
    }
  }
}
