/**
 * Health, metrics and levels of loggers over HTTP, on the management port. Runs on the event loop
 * of {@link dev.starling.shared.management.Management}, which no service shares.
 */
package dev.starling.shared.http.management;
