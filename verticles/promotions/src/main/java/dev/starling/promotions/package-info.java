/**
 * The promotions service: discounts that run for a while, kept in PostgreSQL, over HTTP and the
 * event bus.
 */
package dev.starling.promotions;
