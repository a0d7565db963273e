package dev.starling.chat.simulation;

import dev.starling.chat.simulation.Plan.Fault;
import java.util.List;
import java.util.Optional;

/** Does to a world what its plan says. */
final class Faults {
  private Faults() {}

  static void happen(World world, Fault fault) {
    world.trace(fault::toString);
    switch (fault.kind()) {
      case KILL -> kill(world, fault.which());
      case KILL_TWO -> {
        kill(world, fault.which());
        kill(world, fault.which() + 1);
      }
      case STOP -> instance(world, fault.which()).ifPresent(SimulatedInstance::stop);
      case FREEZE ->
          instance(world, fault.which()).ifPresent(one -> freeze(world, one, fault.millis()));
      case CUT ->
          instance(world, fault.which()).ifPresent(one -> world.store.cut(one.id, fault.millis()));
      case LOSE_TAIL -> world.store.loseTail(fault.millis());
      case DISCONNECT -> user(world, fault.which()).ifPresent(SimulatedUser::disconnect);
      case LEAVE -> user(world, fault.which()).ifPresent(SimulatedUser::leave);
    }
  }

  private static Optional<SimulatedInstance> instance(World world, int which) {
    List<SimulatedInstance> running = world.running();
    return running.isEmpty() ? Optional.empty() : Optional.of(running.get(which % running.size()));
  }

  private static Optional<SimulatedUser> user(World world, int which) {
    return world.users.isEmpty()
        ? Optional.empty()
        : Optional.of(world.users.get(which % world.users.size()));
  }

  /** An orchestrator starts another in its place. */
  private static void kill(World world, int which) {
    instance(world, which)
        .ifPresent(
            one -> {
              one.kill();
              world.store.lost(one.id);
              world.store.ownersLost();
              world.time.after(2_000, world::start);
            });
  }

  /** One that stands still for long is taken for lost by the store. */
  private static void freeze(World world, SimulatedInstance one, long millis) {
    one.freeze();
    if (millis > SimulatedStore.NOTICED) {
      world.time.after(
          SimulatedStore.NOTICED,
          () -> {
            world.store.lost(one.id);
            world.store.ownersLost();
          });
    }
    world.time.after(
        millis,
        () -> {
          if (!one.isDead()) {
            world.store.joined(one.id);
            one.thaw();
          }
        });
  }
}
