package dev.starling.favorites;

import dev.starling.shop.service.GuardedSettings;
import io.smallrye.config.ConfigMapping;

/** The settings of favorites; the defaults are in {@code config/favorites.yaml}. */
@ConfigMapping
public interface FavoritesSettings extends GuardedSettings {}
