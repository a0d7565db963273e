/**
 * What was measured: samples, ratios of rounds that took turns, tables and plots of the results,
 * and the machine that they were measured on.
 */
package dev.starling.bench.report;
