/**
 * Calls that block on purpose, on threads apart from event loops, and a run as blocking code sees
 * it.
 */
package dev.starling.probe.blocking;
