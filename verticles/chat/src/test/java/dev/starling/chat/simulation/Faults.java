package dev.starling.chat.simulation;

import dev.starling.chat.simulation.Plan.Fault;
import java.util.List;
import java.util.Optional;

/** Does to a world what its plan says. */
final class Faults {
  /** The rest of a cluster goes on if it is more than half of it. */
  private static final int MAJORITY_OF_THREE = 2;

  private Faults() {}

  static void happen(World world, Fault fault) {
    if (isTooMuch(world, fault)) {
      return;
    }
    world.trace(fault::toString);
    switch (fault.kind()) {
      case KILL -> instance(world, fault.which()).ifPresent(one -> kill(world, one));
      case KILL_TWO -> {
        instance(world, fault.which()).ifPresent(one -> kill(world, one));
        instance(world, fault.which() + 1).ifPresent(one -> kill(world, one));
      }
      case STOP -> instance(world, fault.which()).ifPresent(SimulatedInstance::stop);
      case FREEZE ->
          instance(world, fault.which()).ifPresent(one -> freeze(world, one, fault.millis()));
      case CUT ->
          instance(world, fault.which())
              .ifPresent(one -> world.cluster.cut(one.id, fault.millis()));
      case LOSE_TAIL -> world.cluster.loseTail(fault.millis());
      case LOSE_MAJORITY ->
          instance(world, fault.which()).ifPresent(one -> loseOthers(world, one, fault.millis()));
      case DISCONNECT -> user(world, fault.which()).ifPresent(SimulatedUser::disconnect);
      case LEAVE -> user(world, fault.which()).ifPresent(SimulatedUser::leave);
    }
  }

  /**
   * A half that is cut off and another that loses instances at the same time are more than a
   * cluster promises to outlive.
   */
  private static boolean isTooMuch(World world, Fault fault) {
    return switch (fault.kind()) {
      case KILL, KILL_TWO, STOP -> world.cluster.isCut();
      case FREEZE -> fault.millis() > SimulatedCluster.NOTICED && world.cluster.isCut();
      case CUT ->
          world.time.millis() - world.cluster.lastLoss() < SimulatedCluster.NOTICED / 10
              || world.plan.promise() == Plan.Promise.DURABLE
                  && world.running().size() < MAJORITY_OF_THREE + 1;
      default -> false;
    };
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
  private static void kill(World world, SimulatedInstance one) {
    one.kill();
    world.cluster.lost(one.id);
    world.cluster.ownersLost();
    world.time.after(2_000, world::start);
  }

  /** The others go on without one that is cut off, and are lost all at once. */
  private static void loseOthers(World world, SimulatedInstance left, long millis) {
    world.cluster.cutUntilOthersAreLost(
        left.id,
        millis,
        () ->
            List.copyOf(world.instances).stream()
                .filter(one -> one != left && !one.isDead())
                .forEach(one -> kill(world, one)));
  }

  /** One that stands still for long is taken for lost by the store. */
  private static void freeze(World world, SimulatedInstance one, long millis) {
    one.freeze();
    if (millis > SimulatedCluster.NOTICED) {
      world.time.after(
          SimulatedCluster.NOTICED,
          () -> {
            world.cluster.lost(one.id);
            world.cluster.ownersLost();
          });
    }
    world.time.after(
        millis,
        () -> {
          if (!one.isDead()) {
            world.cluster.joined(one.id);
            one.thaw();
          }
        });
  }
}
