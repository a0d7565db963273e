package dev.starling.chat.input;

import dev.starling.chat.settings.ChatSettings;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How fast each user of this instance may send: a token bucket per user name, whichever connection
 * the messages come over, so that who connects again finds the bucket as it was. A bucket that has
 * filled up again is as good as a new one and is forgotten. Thread-safe; shared by the event loops
 * of the process.
 */
public final class RateLimits implements Deployable {
  /** Beyond it the one that was not used for the longest time is forgotten before it is full. */
  static final int MOST_USERS = 20_000;

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final int perSecond;
  private final int burst;
  private final TimeMeter clock;

  // Least recently used first; guarded by this.
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Creates one that remembers nobody.
   *
   * @param clock in nanoseconds, monotonic
   */
  public RateLimits(ChatSettings.Rate rate, LongSupplier clock) {
    this.perSecond = rate.perSecond();
    this.burst = rate.burst();
    this.clock =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return clock.getAsLong();
          }

          @Override
          public boolean isWallClockBased() {
            return false;
          }
        };
  }

  /** Takes one more message of a user, unless it is one too many. */
  public synchronized boolean admits(Username user) {
    if (perSecond == 0) {
      return true;
    }
    Bucket bucket = buckets.get(user.key());
    if (bucket == null) {
      forget();
      bucket = newBucket();
      buckets.put(user.key(), bucket);
    }
    return bucket.tryConsume(1);
  }

  /** Users who are remembered. */
  synchronized int size() {
    return buckets.size();
  }

  private void forget() {
    Iterator<Bucket> eldest = buckets.values().iterator();
    while (eldest.hasNext()
        && (eldest.next().getAvailableTokens() >= burst || buckets.size() >= MOST_USERS)) {
      eldest.remove();
    }
  }

  private Bucket newBucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, SECOND))
        .withSynchronizationStrategy(SynchronizationStrategy.NONE)
        .withCustomTimePrecision(clock)
        .build();
  }

  @Override
  public Future<?> deploy(Context context) {
    return Future.succeededFuture();
  }

  @Override
  public Future<?> undeploy(Context context) {
    return Future.succeededFuture();
  }
}
