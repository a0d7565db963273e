package dev.starling.net.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts the connections of each source, and how fast they come. Shared by all event loops: one
 * lock, held for well under a microsecond.
 *
 * <p>A source is forgotten when its last connection has closed and its bucket is full again, or
 * would be one of more than {@link #MOST_RESTING} that only wait for that. So there are never more
 * sources here than open connections and that number.
 */
final class ConnectionCounter {
  /**
   * Limits for one source; 0 is none.
   *
   * @param open connections at once
   * @param perSecond new connections, in the long run
   * @param burst new connections at once, after a while without any
   */
  record Limits(int open, int perSecond, int burst) {
    boolean none() {
      return open == 0 && perSecond == 0;
    }
  }

  static final int MOST_RESTING = 16_384;

  private static final long SECOND_NANOS = 1_000_000_000;

  private final Limits limits;
  private final LongSupplier clock;
  private final TimeMeter meter;
  private final Map<ClientNetwork, Source> present = new HashMap<>();

  // Without a connection, but not yet with a full bucket; in the order in which they came to rest.
  private final LinkedHashMap<ClientNetwork, Source> resting = new LinkedHashMap<>();

  /**
   * Creates it without anyone.
   *
   * @param clock nanoseconds that only rise
   */
  ConnectionCounter(Limits limits, LongSupplier clock) {
    this.limits = limits;
    this.clock = clock;
    this.meter = new Clock(clock);
  }

  /**
   * Counts a new connection, if it may be opened.
   *
   * @return why it may not; it is not counted then
   */
  synchronized Optional<RejectionReason> arrive(ClientNetwork source) {
    forgetRested();
    Source found = present.get(source);
    if (found != null && limits.open() > 0 && found.open >= limits.open()) {
      return Optional.of(RejectionReason.PER_ADDRESS);
    }
    if (found == null) {
      found = resting.get(source);
    }
    if (found == null) {
      found = new Source(limits.perSecond() == 0 ? null : bucket());
    }
    if (found.bucket != null && !found.bucket.tryConsume(1)) {
      return Optional.of(RejectionReason.RATE);
    }
    found.open++;
    resting.remove(source);
    present.put(source, found);
    return Optional.empty();
  }

  /** Counts no more a connection that {@link #arrive} has counted. */
  synchronized void depart(ClientNetwork source) {
    Source found = present.get(source);
    found.open--;
    if (found.open == 0) {
      present.remove(source);
      if (found.bucket != null) {
        found.restedAt = clock.getAsLong() + fillNanos();
        resting.put(source, found);
        forgetRested();
      }
    }
  }

  /** Connections that are counted now. */
  synchronized int open() {
    return present.values().stream().mapToInt(found -> found.open).sum();
  }

  /** Sources that are known now. */
  synchronized int sources() {
    return present.size() + resting.size();
  }

  private void forgetRested() {
    Iterator<Source> first = resting.values().iterator();
    while (first.hasNext()) {
      Source found = first.next();
      if (resting.size() <= MOST_RESTING && clock.getAsLong() - found.restedAt < 0) {
        return;
      }
      first.remove();
    }
  }

  /** After so long without a connection every bucket is full. */
  private long fillNanos() {
    return SECOND_NANOS * limits.burst() / limits.perSecond();
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(limits.burst())
                    .refillGreedy(limits.perSecond(), Duration.ofSeconds(1)))
        .withSynchronizationStrategy(SynchronizationStrategy.NONE)
        .withCustomTimePrecision(meter)
        .build();
  }

  private static final class Source {
    private final Bucket bucket;
    private int open;
    private long restedAt;

    Source(Bucket bucket) {
      this.bucket = bucket;
    }
  }

  private record Clock(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
