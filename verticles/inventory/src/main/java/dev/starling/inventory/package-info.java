/**
 * The inventory service: the stock of each product, kept in PostgreSQL, over HTTP and the event
 * bus, with simulated delays and failures on request.
 */
package dev.starling.inventory;
