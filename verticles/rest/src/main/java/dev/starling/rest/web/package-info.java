/**
 * Routes of the catalogue: brands, products, SKUs, the stream of all products, and the server's
 * time.
 */
package dev.starling.rest.web;
