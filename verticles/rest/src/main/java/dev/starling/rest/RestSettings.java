package dev.starling.rest;

import dev.starling.shop.service.GuardedSettings;
import io.smallrye.config.ConfigMapping;

/** The settings of rest; the defaults are in {@code config/rest.yaml}. */
@ConfigMapping
public interface RestSettings extends GuardedSettings {}
