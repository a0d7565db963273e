package dev.starling.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to measure.
 *
 * @param project the root of the built project, for the services' jars
 * @param rounds how often every figure is taken, after rounds to warm up that do not count
 * @param forks how often a comparison starts its servers anew: one start may be compiled luckier
 *     than the next
 * @param crowds sizes of the crowds of WebSocket clients
 * @param duration of one round of echo, of rest and of the storefront
 * @param jvmFlags for both servers of a comparison
 * @param control whether the bare peer stands in for Starling, which shows how far ratios stray
 *     between two servers that are the same
 * @param raw whether the peer of the counter writes past Vert.x
 * @param durable whether what is written to a database waits for the disk
 * @param python interpreter of the peers in Python
 */
public record Setup(
    Path project,
    int rounds,
    int forks,
    List<Integer> crowds,
    Duration duration,
    List<String> jvmFlags,
    boolean control,
    boolean raw,
    boolean durable,
    String python) {}
