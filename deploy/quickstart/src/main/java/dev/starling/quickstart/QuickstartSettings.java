package dev.starling.quickstart;

import dev.starling.core.settings.Converters;
import dev.starling.core.settings.ServiceSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.util.Optional;

/** The settings of quickstart; the defaults are in {@code config/quickstart.yaml}. */
@ConfigMapping
public interface QuickstartSettings extends ServiceSettings {
  /** The one origin in front of all services. */
  Http http();

  /** The PostgreSQL server that the services keep their data in. */
  LocalDatabase database();

  /** A PostgreSQL server of quickstart's own. */
  interface LocalDatabase {
    /** Where it keeps its data; {@code .starling/quickstart} in the home directory when absent. */
    Optional<String> directory();

    /** TCP port; 0 is any free one. */
    @WithConverter(Converters.Port.class)
    int port();
  }

  /** Whether the services take any free ports instead of their own. */
  boolean freePorts();
}
