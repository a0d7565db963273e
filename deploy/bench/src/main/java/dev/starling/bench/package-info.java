/**
 * Measures Starling beside its peers: {@link dev.starling.bench.Bench} is the program, each {@code
 * Measurement} a part of it that starts servers and load and gives findings. Nothing here is part
 * of a service.
 */
package dev.starling.bench;
