package ${package};

import dev.starling.core.settings.ServiceSettings;
import io.smallrye.config.ConfigMapping;

/** Settings of the service; the defaults are in {@code config/${artifactId}.yaml}. */
@ConfigMapping
public interface ${className}Settings extends ServiceSettings {
  /** Where clients connect. */
  Http http();

  /** Where the notes are. */
  Database database();
}
