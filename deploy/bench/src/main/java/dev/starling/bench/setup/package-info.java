/** The options of a run of measurements. */
package dev.starling.bench.setup;
