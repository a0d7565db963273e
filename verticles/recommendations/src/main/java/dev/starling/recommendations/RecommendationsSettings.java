package dev.starling.recommendations;

import dev.starling.shop.service.ShopSettings;
import io.smallrye.config.ConfigMapping;

/** The settings of recommendations; the defaults are in {@code config/recommendations.yaml}. */
@ConfigMapping
public interface RecommendationsSettings extends ShopSettings {}
