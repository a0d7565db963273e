/**
 * Runs: many requests to one target with a bounded concurrency, their results, and the limits on
 * runs of a process. A run belongs to the event loop that starts it.
 */
package dev.starling.probe.run;
