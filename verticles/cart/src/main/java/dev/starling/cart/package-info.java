/**
 * The cart service: products that users are about to buy, kept in PostgreSQL, over HTTP and the
 * event bus.
 */
package dev.starling.cart;
