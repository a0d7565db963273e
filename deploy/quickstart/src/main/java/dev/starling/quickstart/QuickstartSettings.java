package dev.starling.quickstart;

import dev.starling.shared.settings.ServiceSettings;
import io.smallrye.config.ConfigMapping;

/** The settings of quickstart; the defaults are in {@code config/quickstart.yaml}. */
@ConfigMapping
public interface QuickstartSettings extends ServiceSettings {
  /** The one origin in front of all services. */
  Http http();

  /** Whether the services take any free ports instead of their own. */
  boolean freePorts();
}
