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
  public static Outcome spread(Plans plans, String detail) {
    Tally tally = new Tally();
    for (int millis = 1; millis <= 1_000; millis++) {
      tally.answered(millis == 1_000 ? 503 : 200, TimeUnit.MILLISECONDS.toNanos(millis));
      tally.received(2_000);
    }
    tally.failed(new Failure(Failure.Kind.TIMEOUT, detail));
    return new Outcome(plans.plan(), Duration.ofSeconds(10), false, tally);
  }

  /** The same, on the way. */
  public static Sample sample() {
    return spread(Plans.of("http://h/"), "").tally().sample();
  }

  /** Not one answer, because of what is due and could not be sent. */
  public static Outcome empty(Plans plans) {
    Tally tally = new Tally();
    tally.unsent(7);
    return new Outcome(plans.plan(), Duration.ZERO, true, tally);
  }
}
