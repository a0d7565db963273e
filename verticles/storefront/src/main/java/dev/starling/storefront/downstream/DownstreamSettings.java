package dev.starling.storefront.downstream;

import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.Converters;
import io.smallrye.config.WithConverter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How patient the storefront is with one service. */
public interface DownstreamSettings {
  /** How long one try may take; what is left of the request's time, when that is less. */
  Duration timeout();

  /** How often it is tried in all. */
  @WithConverter(Converters.Positive.class)
  int tries();

  /** Pause before it is tried again. */
  Duration retryInterval();

  /** When it is left alone. */
  Breaker breaker();

  /** The numbers of a circuit breaker. */
  interface Breaker {
    /**
     * Failed calls, with no answer in between, that open it; a call counts once, with its tries.
     */
    @WithConverter(Converters.Positive.class)
    int failures();

    /** Within how long they must fail. */
    Duration window();

    /** How long it stays open before a single call is let through. */
    Duration reset();
  }

  /**
   * What is wrong with settings that are each valid; empty when nothing is.
   *
   * @param path of these settings
   */
  static Optional<BadSetting> fault(String path, DownstreamSettings settings) {
    Map<String, Duration> durations = new LinkedHashMap<>();
    durations.put(".timeout", settings.timeout());
    durations.put(".retry-interval", settings.retryInterval());
    durations.put(".breaker.window", settings.breaker().window());
    durations.put(".breaker.reset", settings.breaker().reset());
    return durations.entrySet().stream()
        .filter(one -> one.getValue().isZero())
        .map(one -> new BadSetting(path + one.getKey(), "is not valid; valid is 1ms or more"))
        .findFirst();
  }
}
