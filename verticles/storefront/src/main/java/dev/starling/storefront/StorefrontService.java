package dev.starling.storefront;

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.BadSetting;
import dev.starling.shop.Catalogue;
import dev.starling.storefront.downstream.DownstreamSettings;
import java.util.Optional;

/** The shop's page, and its data put together from what the services behind it say. */
public final class StorefrontService {
  /** The service as the launcher runs it. */
  public static final ServiceDefinition<StorefrontSettings> DEFINITION =
      new ServiceDefinition<>(
          "storefront",
          StorefrontSettings.class,
          settings -> settings.http().listener().host(),
          StorefrontVerticle::new,
          StorefrontService::validate);

  private StorefrontService() {}

  private static Optional<BadSetting> validate(StorefrontSettings settings) {
    if (settings.productsLimit() > Catalogue.MOST) {
      return Optional.of(
          new BadSetting("products-limit", "is not valid; valid is 1 to " + Catalogue.MOST));
    }
    return StorefrontSettings.byName(settings.downstream()).entrySet().stream()
        .flatMap(
            one -> DownstreamSettings.fault("downstream." + one.getKey(), one.getValue()).stream())
        .findFirst();
  }

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
