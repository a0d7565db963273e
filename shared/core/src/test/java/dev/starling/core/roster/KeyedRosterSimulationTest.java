package dev.starling.core.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Throws at simulated instances what networks and machines do, at random but repeatably, and then
 * lets them come to rest. A failure names its seed.
 */
class KeyedRosterSimulationTest {
  private static final int STEPS = 400;
  private static final int MORE_THAN_A_PAGE = 1_700;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_instance_has_the_true_count_of_every_key_soon_after_the_last_fault(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedKeys cluster = new SimulatedKeys(random, 2 + random.nextInt(4));
    for (int step = 0; step < STEPS; step++) {
      disturb(cluster, random);
      cluster.pass(random.nextInt(100));
    }
    cluster.disturb(0, 0, 1);
    cluster.pass(3_000);
    assertThat(cluster.totals()).as("seed %d", seed).containsOnly(cluster.truth());
    assertThat(cluster.heard()).as("seed %d", seed).containsOnly(cluster.truth());
  }

  private static void disturb(SimulatedKeys cluster, SplittableRandom random) {
    switch (random.nextInt(40)) {
      case 0 -> cluster.crash();
      case 1 -> cluster.start();
      case 2 -> cluster.loseAndFind();
      case 3 -> cluster.disturb(random.nextDouble() / 2, random.nextDouble() / 2, 500);
      case 4 -> cluster.connectMany(random.nextInt(MORE_THAN_A_PAGE));
      default -> cluster.connectOrDisconnect();
    }
  }
}
