/** Favorites and cart: services that keep products for users. */
package dev.starling.shared.shop.userproducts;
