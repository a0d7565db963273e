package dev.starling.promotions;

import dev.starling.shop.service.ShopSettings;
import io.smallrye.config.ConfigMapping;

/** The settings of promotions; the defaults are in {@code config/promotions.yaml}. */
@ConfigMapping
public interface PromotionsSettings extends ShopSettings {}
