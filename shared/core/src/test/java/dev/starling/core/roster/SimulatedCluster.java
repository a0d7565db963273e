package dev.starling.core.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rosters on one simulated clock and network, and what is true of them. */
final class SimulatedCluster {
  private static final int MOST = 8;

  private static final class Instance {
    final String name;
    final List<RosterChange> changes = new ArrayList<>();
    Roster roster;
    int connections;
    boolean frozen;

    Instance(String name) {
      this.name = name;
    }

    long told() {
      return changes.stream().mapToLong(change -> change.arrived() + change.departed()).sum();
    }
  }

  private final SplittableRandom random;
  private final SimulatedNetwork network;
  private final List<Instance> instances = new ArrayList<>();
  private long now = 1_000;
  private int started;
  private long happened;

  SimulatedCluster(SplittableRandom random, int size) {
    this.random = random;
    this.network = new SimulatedNetwork(random);
    IntStream.range(0, size).forEach(i -> start());
  }

  SimulatedNetwork network() {
    return network;
  }

  void start() {
    if (instances.size() < MOST) {
      Instance instance = new Instance("i" + started++);
      network.attach(instance.name);
      instance.roster =
          new Roster(
              instance.name,
              RosterTiming.DEFAULT,
              message -> network.send(message, now),
              instance.changes::add,
              now);
      instances.add(instance);
    }
  }

  void connectOrDisconnect() {
    Instance instance = any();
    if (instance.frozen) {
      return;
    }
    happened++;
    if (instance.connections > 0 && random.nextBoolean()) {
      instance.connections--;
      instance.roster.depart(now);
    } else {
      instance.connections++;
      instance.roster.arrive(now);
    }
  }

  /** Killed: no goodbye. The cluster notices, or it does not. */
  void crash() {
    remove(any(), random.nextBoolean());
  }

  void leave() {
    Instance instance = any();
    if (!instance.frozen && instances.size() > 1) {
      instance.roster.leave();
      remove(instance, random.nextBoolean());
    }
  }

  void freezeOrThaw() {
    Instance instance = any();
    instance.frozen = !instance.frozen;
  }

  void reportGoneWrongly() {
    any().roster.instanceGone(any().name, now);
  }

  /** No more faults: the network works, the frozen wake. */
  void heal() {
    network.heal();
    instances.forEach(instance -> instance.frozen = false);
  }

  /** Lets time pass: timers fire and messages arrive, each at its time. */
  void pass(long millis) {
    long end = now + millis;
    while (true) {
      Instance next = nextTimer();
      long timer = next == null ? Long.MAX_VALUE : Math.max(now, next.roster.nextDue());
      long due = Math.min(timer, network.nextDue());
      if (due > end) {
        now = end;
        return;
      }
      now = Math.max(now, due);
      if (timer <= network.nextDue()) {
        next.roster.tick(now);
      } else {
        deliver(network.next());
      }
    }
  }

  int truth() {
    return instances.stream().mapToInt(instance -> instance.connections).sum();
  }

  List<Integer> totals() {
    return instances.stream().map(instance -> instance.roster.total()).toList();
  }

  void forgetTold() {
    instances.forEach(instance -> instance.changes.clear());
    happened = 0;
  }

  List<Long> told() {
    return instances.stream().map(Instance::told).toList();
  }

  long happened() {
    return happened;
  }

  private void deliver(SimulatedNetwork.Flight flight) {
    instances.stream()
        .filter(instance -> instance.name.equals(flight.to()))
        .findFirst()
        .ifPresent(
            instance -> {
              if (instance.frozen) {
                network.putBack(flight, now + 50);
              } else {
                instance.roster.receive(flight.message(), now);
              }
            });
  }

  private Instance nextTimer() {
    Instance next = null;
    for (Instance instance : instances) {
      if (!instance.frozen && (next == null || instance.roster.nextDue() < next.roster.nextDue())) {
        next = instance;
      }
    }
    return next;
  }

  private void remove(Instance gone, boolean noticed) {
    if (instances.size() == 1) {
      return;
    }
    instances.remove(gone);
    network.detach(gone.name);
    if (noticed) {
      instances.forEach(instance -> instance.roster.instanceGone(gone.name, now));
    }
  }

  private Instance any() {
    return instances.get(random.nextInt(instances.size()));
  }
}
