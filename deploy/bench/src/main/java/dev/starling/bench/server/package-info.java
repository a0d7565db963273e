/**
 * Servers that are measured: Starling's jars and their peers in Java, Node and Python, each started
 * as a process, awaited until it answers, and ended.
 */
package dev.starling.bench.server;
