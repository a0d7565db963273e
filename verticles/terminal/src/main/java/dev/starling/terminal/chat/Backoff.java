package dev.starling.terminal.chat;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: twice as long each time, up to a limit, and never the same
 * for all clients, which would come back in one crowd.
 */
final class Backoff {
  private static final int MOST_DOUBLINGS = 20;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int failures;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** The next pause: between half and all of what the failures so far ask for. */
  Duration next() {
    long doubled = first.toMillis() << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    long limit = Math.min(longest.toMillis(), doubled);
    return Duration.ofMillis(random.nextLong(limit / 2, limit + 1));
  }

  /**
   * The next pause after a server has gone away on purpose: any up to what it asked for, so that
   * its clients spread over that time.
   */
  Duration within(Duration spread) {
    failures++;
    return Duration.ofMillis(random.nextLong(spread.toMillis() + 1));
  }

  /** It worked: the next failure is a first one. */
  void reset() {
    failures = 0;
  }
}
