package dev.starling.probe.context;

import dev.starling.core.settings.Converters;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.settings.Size;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of probe; the defaults are in {@code config/probe.yaml}. */
@ConfigMapping
public interface ProbeSettings extends ServiceSettings {
  /** Where browsers connect. */
  Http http();

  /** Inside addresses that may be probed all the same. */
  Optional<List<String>> allow();

  /** Trusted proxies: their {@code X-Forwarded-For} names the client. */
  Optional<List<String>> proxies();

  /** Requests of one run, and blocking calls of one request for such. */
  @WithConverter(Converters.Positive.class)
  int maxRequests();

  /** Requests of one run at once. */
  @WithConverter(Converters.Positive.class)
  int maxConcurrency();

  /** Runs of one client at once. */
  @WithConverter(Converters.Positive.class)
  int maxRunning();

  /** Runs of all clients at once. */
  @WithConverter(Converters.Positive.class)
  int maxRunningTotal();

  /** How long one request may take, redirects included, unless the client says otherwise. */
  Duration timeout();

  /** How long a run may take. */
  Duration maxDuration();

  /** How long one blocking call may sleep. */
  Duration maxSleep();

  /** Bytes of an answer that are read; one that is longer fails. */
  Size maxBody();

  /** Redirects that one request follows. */
  @WithConverter(Converters.NonNegative.class)
  int maxRedirects();
}
