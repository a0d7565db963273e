package ${package};

import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.settings.Size;
import io.smallrye.config.ConfigMapping;

/** Settings of the service; the defaults are in {@code config/${artifactId}.yaml}. */
@ConfigMapping
public interface ${className}Settings extends ServiceSettings {
  /** First word to every client. */
  String greeting();

  /** Bytes that may wait for a client that does not read. */
  Size outboxLimit();

  /** Where clients connect. */
  Listener tcp();
}
