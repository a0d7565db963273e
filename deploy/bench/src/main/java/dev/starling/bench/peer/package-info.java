/**
 * The servers that Starling is compared with: the least code on Vert.x that does the same. They use
 * internals of Vert.x where Starling does, or the comparison would measure that, and they share no
 * class with it. So they may import these themselves, as {@code net.internal} may.
 */
package dev.starling.bench.peer;
