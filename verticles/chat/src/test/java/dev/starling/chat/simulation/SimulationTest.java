package dev.starling.chat.simulation;

import static org.assertj.core.api.Assertions.fail;

import dev.starling.chat.simulation.SimulatedStore.Faults;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * Rooms of several instances on a simulated store, bus and clock. {@code -Dsimulation.seeds=N} runs
 * more seeds, {@code -Dsimulation.first=S} begins with another.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 200);
  private static final long FIRST = Long.getLong("simulation.first", 1);

  private static final long MINUTE = 60_000;

  @Test
  void nothing_is_lost_or_repeated_when_instances_are_killed_and_replaced() {
    everySeed(
        seed -> {
          World world = new World(seed, 3);
          for (int i = 1; i <= 3; i++) {
            world.time.after(
                i * 10_000 + world.random.nextInt(5_000),
                () -> {
                  SimulatedInstance victim = world.anyInstance();
                  if (victim != null) {
                    world.kill(victim);
                    world.start();
                  }
                });
          }
          finish(world).checkDurable();
        });
  }

  @Test
  void nothing_is_lost_or_repeated_on_a_bad_store_and_a_bad_bus() {
    everySeed(
        seed -> {
          World world = new World(seed, 3);
          world.busFaults = 200;
          world.store.faults(new Faults(20, 20, 20, 20, 20));
          world.time.after(MINUTE, () -> calm(world));
          finish(world).checkDurable();
        });
  }

  @Test
  void nothing_is_lost_or_repeated_when_instances_freeze() {
    everySeed(
        seed -> {
          World world = new World(seed, 4);
          world.busFaults = 100;
          world.store.faults(new Faults(5, 5, 5, 5, 5));
          for (int i = 0; i < 4; i++) {
            world.time.after(
                5_000 + world.random.nextInt(40_000),
                () -> {
                  SimulatedInstance victim = world.anyInstance();
                  if (victim != null) {
                    world.freeze(victim, world.random.nextInt(25_000));
                  }
                });
          }
          world.time.after(MINUTE, () -> calm(world));
          finish(world).checkDurable();
        });
  }

  @Test
  void a_store_that_lost_its_tail_gets_another_epoch() {
    everySeed(
        seed -> {
          World world = new World(seed, 3);
          world.time.after(20_000, world.store::snapshot);
          world.time.after(20_500 + world.random.nextInt(3_000), world.store::loseTail);
          finish(world).checkAlways();
        });
  }

  private static void calm(World world) {
    world.busFaults = 0;
    world.store.faults(Faults.NONE);
  }

  private static Invariants finish(World world) {
    world.time.runUntil(3 * MINUTE);
    return new Invariants(world);
  }

  private static void everySeed(LongConsumer run) {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      try {
        run.accept(seed);
      } catch (AssertionError | RuntimeException failure) {
        fail("seed " + seed + " (-Dsimulation.first=" + seed + " -Dsimulation.seeds=1)", failure);
      }
    }
  }
}
