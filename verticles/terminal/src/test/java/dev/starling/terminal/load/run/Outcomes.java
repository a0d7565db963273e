package dev.starling.terminal.load.run;

import dev.starling.terminal.load.Plans;
import dev.starling.terminal.load.wire.Failure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Makes outcomes of runs that never were. */
public final class Outcomes {
  private Outcomes() {}

  /**
   * 1,000 answers in 10 s that took 1 to 1,000 ms, the slowest with status 503, and a timeout.
   *
   * @param detail of the timeout
   */
  public static LoadResult spread(Plans plans, String detail) {
    Statistics statistics = new Statistics();
    for (int millis = 1; millis <= 1_000; millis++) {
      statistics.answered(millis == 1_000 ? 503 : 200, TimeUnit.MILLISECONDS.toNanos(millis));
      statistics.received(2_000);
    }
    statistics.failed(new Failure(Failure.Kind.TIMEOUT, detail));
    return new LoadResult(plans.plan(), Duration.ofSeconds(10), false, statistics);
  }

  /** The same, on the way. */
  public static Sample sample() {
    return spread(Plans.of("http://h/"), "").statistics().sample();
  }

  /** Not one answer, because of what is due and could not be sent. */
  public static LoadResult empty(Plans plans) {
    Statistics statistics = new Statistics();
    statistics.unsent(7);
    return new LoadResult(plans.plan(), Duration.ZERO, true, statistics);
  }
}
