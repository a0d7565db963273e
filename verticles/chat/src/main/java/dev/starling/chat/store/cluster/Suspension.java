package dev.starling.chat.store.cluster;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * When a member of the chat's cluster accepts and shows nothing: while it merges, and after its
 * process stood still for so long that the others may have given it up and gone on without it,
 * until they say that they have not, or it has merged with them; and after its start, until it has
 * found the instances that are known to be there. Thread-safe.
 */
final class Suspension {
  /** The others give up a member after 10 s, of which its last heartbeat may have been one. */
  static final long LONGEST_PAUSE_MILLIS = 8_000;

  /** Whoever has not been found again by then is taken for lost. */
  static final long SEARCH_MILLIS = 30_000;

  /** Why nothing is accepted. */
  private enum Reason {
    NONE,
    STARTING,
    PAUSED,
    MERGING
  }

  private Reason reason = Reason.NONE;
  private long lastNanos;
  private long lastMillis;
  private long since;
  private boolean alone = true;

  Suspension(long nanos, long millis) {
    lastNanos = nanos;
    lastMillis = millis;
  }

  /**
   * Notes that the process runs; at least every second, and before each operation.
   *
   * @param nanos a clock that nobody sets
   * @param millis a clock that goes on while the machine is suspended
   */
  synchronized void beat(long nanos, long millis) {
    long stood = Math.max(TimeUnit.NANOSECONDS.toMillis(nanos - lastNanos), millis - lastMillis);
    lastNanos = nanos;
    lastMillis = millis;
    if (stood > LONGEST_PAUSE_MILLIS && !alone && reason == Reason.NONE) {
      reason = Reason.PAUSED;
      since = nanos;
    } else if ((reason == Reason.PAUSED || reason == Reason.STARTING)
        && TimeUnit.NANOSECONDS.toMillis(nanos - since) > SEARCH_MILLIS) {
      reason = Reason.NONE;
    }
  }

  /** Notes who is there; what is noted right after a pause is what was there before it. */
  synchronized void members(int number) {
    if (reason == Reason.NONE) {
      alone = number < 2;
    }
  }

  /** Notes that it is a member, perhaps of a cluster of its own. */
  synchronized void starting(long nanos) {
    reason = Reason.STARTING;
    since = nanos;
  }

  /** Notes that all instances known to be there are members. */
  synchronized void complete() {
    if (reason == Reason.STARTING) {
      reason = Reason.NONE;
    }
  }

  synchronized boolean isStarting() {
    return reason == Reason.STARTING;
  }

  synchronized void merging() {
    reason = Reason.MERGING;
  }

  synchronized void merged() {
    reason = Reason.NONE;
  }

  /** All others have this member in their lists, and none of them merges. */
  synchronized void confirmed() {
    if (reason == Reason.PAUSED) {
      reason = Reason.NONE;
    }
  }

  /** Whether the others are to be asked. */
  synchronized boolean isPaused() {
    return reason == Reason.PAUSED;
  }

  synchronized boolean isMerging() {
    return reason == Reason.MERGING;
  }

  /** Why nothing is accepted; empty when it is. */
  synchronized Optional<String> unavailable() {
    return switch (reason) {
      case NONE -> Optional.empty();
      case STARTING -> Optional.of("looking for the other chat instances");
      case PAUSED -> Optional.of("this process stood still; looking for the other chat instances");
      case MERGING -> Optional.of("the chat's cluster is merging");
    };
  }
}
