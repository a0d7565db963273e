package dev.starling.bench.setup;

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
 * @param node program that runs the peers on Node
 * @param quick fewer rounds to warm up, and only one size of what is measured at several
 * @param productionFlags for the JVMs that hold idle connections
 * @param idle how many of them
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
    String python,
    String node,
    boolean quick,
    List<String> productionFlags,
    Idle idle) {
  /**
   * How many connections are held that are silent.
   *
   * @param alone on one instance
   * @param onAll on three together
   */
  public record Idle(int alone, int onAll) {}

  /** How many rounds to warm up are worth their time. */
  public int warmUpRounds(int atLength) {
    return quick ? Math.max(1, atLength / 3) : atLength;
  }

  /** How long to warm up. */
  public Duration warmUp(Duration atLength) {
    return quick ? atLength.dividedBy(2) : atLength;
  }
}
