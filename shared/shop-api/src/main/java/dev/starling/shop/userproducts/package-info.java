/**
 * The service behind favorites and cart, which keeps products for users. Its handlers and its table
 * belong to the event loop of the verticle's instance.
 */
package dev.starling.shop.userproducts;
