/**
 * The recommendations service: products for a user, derived from the purchases of others, over HTTP
 * and the event bus.
 */
package dev.starling.recommendations;
