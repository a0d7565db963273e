package dev.starling.chat.store.cluster;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a member of the chat's cluster accepts and shows nothing:
 *
 * <ul>
 *   <li>after its start, until it has found the instances that are known to be there and each room
 *       has its copies;
 *   <li>after its process stood still for so long that the others may have given it up and gone on
 *       without it, until they say that they have not, or it has merged with them;
 *   <li>while it merges;
 *   <li>with {@code cluster.size}, from the loss of the quorum until it is there again and none of
 *       its members merges: what one of those acknowledged is known here only afterwards.
 * </ul>
 *
 * <p>Thread-safe.
 */
final class Suspension {
  private static final Logger log = LoggerFactory.getLogger(Suspension.class);

  /** The others give up a member after 10 s, of which its last heartbeat may have been one. */
  static final long LONGEST_PAUSE_MILLIS = 8_000;

  /** Instances not found again by then are taken for lost. */
  static final long SEARCH_MILLIS = 30_000;

  /** Why nothing is accepted. */
  private enum Reason {
    NONE(""),
    STARTING("looking for the other chat instances"),
    PAUSED("this process stood still; looking for the other chat instances"),
    MERGING("the chat's cluster is merging"),
    LOST("waiting for a quorum none of whose members merges");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final int quorum;

  private Reason reason = Reason.NONE;
  private long lastNanos;
  private long lastMillis;
  private long since;
  private int members = 1;

  /**
   * Creates one that suspends nothing.
   *
   * @param quorum members without which nothing is accepted; 1 without {@code cluster.size}
   */
  Suspension(int quorum, long nanos, long millis) {
    this.quorum = quorum;
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
    if (stood > LONGEST_PAUSE_MILLIS && members > 1 && reason == Reason.NONE) {
      log.warn("this process stood still for {} ms", stood);
      suspend(Reason.PAUSED);
      since = nanos;
    } else if ((reason == Reason.PAUSED || reason == Reason.STARTING)
        && TimeUnit.NANOSECONDS.toMillis(nanos - since) > SEARCH_MILLIS) {
      log.warn("chat: gave up after {} s: {}", SEARCH_MILLIS / 1_000, reason.text);
      resume();
    }
  }

  /** Notes who is there; what is noted right after a pause is what was there before it. */
  synchronized void members(int number) {
    if (reason == Reason.NONE || reason == Reason.LOST) {
      members = number;
      if (number < quorum) {
        suspend(Reason.LOST);
      }
    }
  }

  /** Notes that it is a member, perhaps of a cluster of its own. */
  synchronized void starting(long nanos) {
    suspend(Reason.STARTING);
    since = nanos;
  }

  /** Notes that all instances known to be there are members, and rooms have their copies. */
  synchronized void complete() {
    if (reason == Reason.STARTING) {
      resume();
    }
  }

  synchronized boolean isStarting() {
    return reason == Reason.STARTING;
  }

  synchronized void merging() {
    suspend(Reason.MERGING);
  }

  /** Notes that a merge has ended; with a quorum, others of its members may still merge. */
  synchronized void merged() {
    resume();
  }

  /** All others have this member in their lists, and none of them merges. */
  synchronized void confirmed() {
    if (reason == Reason.PAUSED || (reason == Reason.LOST && members >= quorum)) {
      end();
    }
  }

  /** Whether the others are to be asked. */
  synchronized boolean isSearching() {
    return reason == Reason.PAUSED || (reason == Reason.LOST && members >= quorum);
  }

  synchronized boolean isMerging() {
    return reason == Reason.MERGING;
  }

  /** Why nothing is accepted; empty when it is. */
  synchronized Optional<String> unavailable() {
    return reason == Reason.NONE ? Optional.empty() : Optional.of(reason.text);
  }

  /**
   * Why nothing is done for others either, who are ready themselves: one that starts does what they
   * ask, since they have found it.
   */
  synchronized Optional<String> unavailableToOthers() {
    return reason == Reason.STARTING ? Optional.empty() : unavailable();
  }

  private void suspend(Reason why) {
    if (reason != why) {
      reason = why;
      log.info("chat suspended, nothing is accepted: {}", why.text);
    }
  }

  private void resume() {
    if (quorum > 1) {
      suspend(Reason.LOST);
    } else {
      end();
    }
  }

  private void end() {
    if (reason != Reason.NONE) {
      log.info("chat accepts messages again; no longer {}", reason.text);
      reason = Reason.NONE;
    }
  }
}
