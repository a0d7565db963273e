/**
 * Brands, products and SKUs in PostgreSQL, as JSON straight from the rows. Statements run on the
 * event loop that asks.
 */
package dev.starling.rest.catalogue;
