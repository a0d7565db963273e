/**
 * The favorites service: products that users like best, kept in PostgreSQL, over HTTP and the event
 * bus.
 */
package dev.starling.favorites;
