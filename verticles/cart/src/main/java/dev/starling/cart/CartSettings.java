package dev.starling.cart;

import dev.starling.shop.service.GuardedSettings;
import io.smallrye.config.ConfigMapping;

/** The settings of cart; the defaults are in {@code config/cart.yaml}. */
@ConfigMapping
public interface CartSettings extends GuardedSettings {}
