package dev.starling.chat.input;

import dev.starling.chat.ChatSettings;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/** How fast one user may send: a token bucket, made with the first message. One event loop's. */
public final class RateLimit {
  private final ChatSettings.Rate rate;
  private Bucket bucket;

  public RateLimit(ChatSettings.Rate rate) {
    this.rate = rate;
  }

  /** Whether one more message may be taken now. */
  public boolean admits() {
    if (rate.perSecond() == 0) {
      return true;
    }
    if (bucket == null) {
      bucket =
          Bucket.builder()
              .addLimit(
                  limit ->
                      limit
                          .capacity(rate.burst())
                          .refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
              .withSynchronizationStrategy(SynchronizationStrategy.NONE)
              .withNanosecondPrecision()
              .build();
    }
    return bucket.tryConsume(1);
  }
}
