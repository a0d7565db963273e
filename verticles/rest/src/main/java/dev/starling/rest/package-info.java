/** The rest service: the product catalogue as an HTTP API on PostgreSQL. */
package dev.starling.rest;
