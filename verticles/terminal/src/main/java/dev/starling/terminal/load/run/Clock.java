package dev.starling.terminal.load.run;

import dev.starling.terminal.load.plan.LoadPlan;
import java.time.Duration;

/**
 * When what is due, in nanoseconds of {@link System#nanoTime}.
 *
 * @param begin the first request
 * @param counting from when on requests count; those due before are to warm up
 * @param end no request is due from then on
 */
record Clock(long begin, long counting, long end) {
  /** What was due just before the end is still sent, since no timer goes off at once. */
  static final Duration GRACE = Duration.ofMillis(50);

  static Clock startingNow(LoadPlan plan) {
    long begin = System.nanoTime();
    long counting = begin + plan.warmup().toNanos();
    return new Clock(begin, counting, counting + plan.duration().toNanos());
  }

  boolean counts(long due) {
    return due - counting >= 0;
  }

  boolean isOver(long time) {
    return time - end >= 0;
  }

  /** Whether it is too late even for what was due before the end. */
  boolean isLongOver(long time) {
    return time - end >= GRACE.toNanos();
  }

  /** The same, broken off. */
  Clock endingAt(long earlier) {
    return new Clock(begin, counting, earlier - end < 0 ? earlier : end);
  }
}
