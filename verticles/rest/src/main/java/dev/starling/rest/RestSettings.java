package dev.starling.rest;

import dev.starling.shared.settings.ServiceSettings;
import io.smallrye.config.ConfigMapping;

/** The settings of rest; the defaults are in {@code config/rest.yaml}. */
@ConfigMapping
public interface RestSettings extends ServiceSettings {
  /** Where clients connect. */
  Http http();

  /** Where the catalogue is kept. */
  Database database();

  /** Who may write. */
  Auth auth();
}
