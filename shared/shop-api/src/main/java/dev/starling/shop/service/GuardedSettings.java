package dev.starling.shop.service;

/** The settings of a service of the shop that is written to, too. */
public interface GuardedSettings extends ShopSettings {
  /** Tokens that writing requires. */
  Auth auth();
}
