package dev.starling.inventory;

import dev.starling.core.settings.Converters;
import dev.starling.shop.service.GuardedSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.time.Duration;

/** The settings of inventory; the defaults are in {@code config/inventory.yaml}. */
@ConfigMapping
public interface InventorySettings extends GuardedSettings {
  Simulate simulate();

  /** Makes the service slow or broken on purpose, to see others stand. */
  interface Simulate {
    /** Delay of every answer. */
    Duration delay();

    /** Share of what is asked that fails: 0.0 is none, 1.0 is all. */
    @WithConverter(Converters.Share.class)
    double failureRate();
  }
}
