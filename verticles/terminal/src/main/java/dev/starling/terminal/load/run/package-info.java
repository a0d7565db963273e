/**
 * A load run: virtual users on event loops, the arrival schedule, and statistics that each event
 * loop keeps for itself until the end.
 */
package dev.starling.terminal.load.run;
