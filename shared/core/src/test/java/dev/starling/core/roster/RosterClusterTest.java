package dev.starling.core.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Throws at a simulated cluster what networks and machines do, at random but repeatably, and then
 * lets it come to rest. A failure names its seed.
 */
class RosterClusterTest {
  private static final int STEPS = 400;

  static java.util.stream.LongStream seeds() {
    return java.util.stream.LongStream.rangeClosed(1, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_instance_shows_the_true_number_five_seconds_after_the_last_fault(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedCluster cluster = new SimulatedCluster(random, 2 + random.nextInt(5));
    for (int step = 0; step < STEPS; step++) {
      disturb(cluster, random);
      cluster.pass(random.nextInt(200));
    }
    cluster.heal();
    cluster.pass(5_000);
    assertThat(cluster.totals()).as("seed %d", seed).containsOnly(cluster.truth());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_arrival_and_departure_is_told_once_though_messages_are_lost(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedCluster cluster = new SimulatedCluster(random, 3);
    cluster.pass(1_500);
    cluster.forgetTold();
    cluster.network().disturb(0.2, 0.2, 400);
    for (int step = 0; step < STEPS; step++) {
      cluster.connectOrDisconnect();
      cluster.pass(random.nextInt(30));
    }
    cluster.heal();
    cluster.pass(3_000);
    assertThat(cluster.told()).as("seed %d", seed).containsOnly(cluster.happened());
  }

  private static void disturb(SimulatedCluster cluster, SplittableRandom random) {
    switch (random.nextInt(40)) {
      case 0 -> cluster.crash();
      case 1 -> cluster.freezeOrThaw();
      case 2 -> cluster.network().cutOrMend();
      case 3 -> cluster.network().disturb(random.nextDouble() / 2, random.nextDouble() / 2, 500);
      case 4 -> cluster.leave();
      case 5 -> cluster.start();
      case 6 -> cluster.reportGoneWrongly();
      default -> cluster.connectOrDisconnect();
    }
  }
}
