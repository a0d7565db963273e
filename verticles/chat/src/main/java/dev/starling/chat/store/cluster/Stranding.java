package dev.starling.chat.store.cluster;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices a member that is alone and can never join the others again. Hazelcast does not merge a
 * cluster while partitions move in it; in a cluster of one nothing can move, but after the member
 * stood still a move that was under way may never end (5.7.0). Such a member has to begin anew. Not
 * thread-safe.
 */
final class Stranding {
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LongSupplier nanos;
  private boolean suspected;
  private long since;

  /**
   * Creates it.
   *
   * @param nanos a clock that does not go back
   */
  Stranding(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Looks at a member; to be called every second at least.
   *
   * @param present members of its cluster
   * @param moving whether partitions move there
   * @param elsewhere other instances that are known from elsewhere
   * @param quorum without which nothing is accepted; 1 when none is asked for
   * @return whether it has been alone for so long, with enough others that do without it, that only
   *     joining anew helps
   */
  boolean isStranded(int present, boolean moving, int elsewhere, int quorum) {
    boolean suspect = present == 1 && moving && elsewhere >= quorum;
    if (suspect && !suspected) {
      since = nanos.getAsLong();
    }
    suspected = suspect;
    return suspect && nanos.getAsLong() - since >= LONG_NANOS;
  }
}
