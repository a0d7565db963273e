/**
 * The storefront service: the shop's page, and its data, put together from the services of the
 * shop.
 */
package dev.starling.storefront;
