package dev.starling.storefront.downstream;

import java.time.Duration;

/** Settings of a downstream, as a test wants them. */
record Limits(Duration timeout, int tries, Duration retryInterval, Breaker breaker)
    implements DownstreamSettings {
  record Circuit(int failures, Duration window, Duration reset) implements Breaker {}

  Limits pausing(Duration interval) {
    return new Limits(timeout, tries, interval, breaker);
  }

  static Limits of(long timeoutMillis, int tries, Circuit breaker) {
    return new Limits(Duration.ofMillis(timeoutMillis), tries, Duration.ofMillis(100), breaker);
  }
}
