/** Favorites and cart: services that keep products for users. */
package dev.starling.shop.userproducts;
