/**
 * Load: clients of each protocol, many of them on few event loops, in a process of their own so
 * that they take no time from the server that is measured.
 */
package dev.starling.bench.load;
