package dev.starling.shop.service;

import dev.starling.core.settings.ServiceSettings;

/** The settings that every service of the shop has. */
public interface ShopSettings extends ServiceSettings {
  /** Where it is asked over HTTP. */
  Http http();

  /** Where it keeps what it knows. */
  Database database();
}
