package dev.starling.inventory;

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.shop.service.ShopVerticle;

/** How many there are of each product. */
public final class InventoryService {
  /** The service as the launcher runs it. */
  public static final ServiceDefinition<InventorySettings> DEFINITION =
      ShopVerticle.definition(
          "inventory", InventorySettings.class, InventorySample.ROWS, InventoryEndpoint::open);

  private InventoryService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
