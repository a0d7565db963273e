package dev.starling.counter;

import dev.starling.core.settings.ServiceSettings;
import io.smallrye.config.ConfigMapping;

/** The settings of counter; the defaults are in {@code config/counter.yaml}. */
@ConfigMapping
public interface CounterSettings extends ServiceSettings {
  /** Where browsers connect. */
  Http http();

  /** Tokens that connections and readers of the number need. */
  Auth auth();
}
