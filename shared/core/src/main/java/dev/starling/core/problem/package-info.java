/**
 * Failures as problem details (RFC 9457), which the event bus and TCP use as well as HTTP. Knows no
 * server. Problems are immutable and may be used on any thread.
 */
package dev.starling.core.problem;
