/**
 * Health, metrics and levels of loggers over HTTP, on the management port. Runs on the event loop
 * of {@link dev.starling.core.observability.Management}, which no service shares.
 */
package dev.starling.web.management;
