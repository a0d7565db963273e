/** What favorites and cart are: services that keep products for users. */
package dev.starling.shared.shop.userproducts;
