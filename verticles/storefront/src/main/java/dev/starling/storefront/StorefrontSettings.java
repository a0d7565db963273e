package dev.starling.storefront;

import dev.starling.core.settings.Converters;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.storefront.downstream.DownstreamSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of storefront; the defaults are in {@code config/storefront.yaml}. */
@ConfigMapping
public interface StorefrontSettings extends ServiceSettings {
  /** Where browsers connect. */
  Http http();

  /** Products on the page, by id, at most {@link dev.starling.shop.Catalogue#MOST}. */
  @WithConverter(Converters.Positive.class)
  int productsLimit();

  /** How patient it is with the services that it asks. */
  Downstreams downstream();

  /** One for each service. */
  interface Downstreams {
    DownstreamSettings products();

    DownstreamSettings cart();

    DownstreamSettings favorites();

    DownstreamSettings inventory();

    DownstreamSettings promotions();

    DownstreamSettings recommendations();
  }

  /** The same, by the names that settings, metrics and health checks have. */
  static Map<String, DownstreamSettings> byName(Downstreams downstreams) {
    Map<String, DownstreamSettings> all = new LinkedHashMap<>();
    all.put("products", downstreams.products());
    all.put("cart", downstreams.cart());
    all.put("favorites", downstreams.favorites());
    all.put("inventory", downstreams.inventory());
    all.put("promotions", downstreams.promotions());
    all.put("recommendations", downstreams.recommendations());
    return all;
  }
}
