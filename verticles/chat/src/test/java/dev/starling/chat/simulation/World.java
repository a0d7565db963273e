package dev.starling.chat.simulation;

import dev.starling.chat.store.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** A simulated cluster with its users: everything random comes from one seed. */
final class World {
  /** Small, and yet longer than a client goes on trying to send a message. */
  private static final Conditions.Limits LIMITS = new Conditions.Limits(2_000, 1 << 20, 5_000);

  private static final int USERS = 8;

  final VirtualTime time = new VirtualTime();
  final Random random;
  final SimulatedStore store;
  final List<SimulatedInstance> instances = new ArrayList<>();
  final List<SimulatedUser> users = new ArrayList<>();

  /** How bad the bus is, in thousandths. */
  int busFaults;

  private int started;

  World(long seed, int size) {
    random = new Random(seed);
    store = new SimulatedStore(time, random, LIMITS);
    for (int i = 0; i < size; i++) {
      start();
    }
    for (int i = 0; i < USERS; i++) {
      SimulatedUser user = new SimulatedUser(this, "user-" + i);
      users.add(user);
      time.after(random.nextInt(2_000), user::connect);
    }
  }

  void start() {
    String id = "instance-" + started++;
    store.joined(id);
    instances.add(new SimulatedInstance(this, id));
  }

  void kill(SimulatedInstance instance) {
    instance.kill();
    store.lost(instance.id);
    breakConnections(instance);
  }

  /** An instance that stands still for longer is taken for lost by the store. */
  void freeze(SimulatedInstance instance, long millis) {
    instance.freeze();
    long noticed = 10_000;
    if (millis > noticed) {
      time.after(noticed, () -> store.lost(instance.id));
    }
    time.after(
        millis,
        () -> {
          if (!instance.isDead()) {
            store.joined(instance.id);
            instance.thaw();
          }
        });
  }

  SimulatedInstance anyInstance() {
    List<SimulatedInstance> up = instances.stream().filter(SimulatedInstance::isUp).toList();
    return up.isEmpty() ? null : up.get(random.nextInt(up.size()));
  }

  /** One message of the bus between instances. */
  void send(String to, Consumer<SimulatedInstance> message) {
    if (random.nextInt(1_000) < busFaults) {
      return;
    }
    int copies = random.nextInt(1_000) < busFaults ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long delay = random.nextInt(1_000) < busFaults ? random.nextInt(3_000) : random.nextInt(5);
      time.after(
          delay,
          () ->
              instances.stream()
                  .filter(instance -> instance.id.equals(to))
                  .forEach(instance -> instance.step(() -> message.accept(instance))));
    }
  }

  /** Something reaches a client over its connection. */
  void deliver(Runnable step) {
    time.after(1 + random.nextInt(5), step);
  }

  private void breakConnections(SimulatedInstance instance) {
    users.stream()
        .filter(user -> user.instance() == instance)
        .forEach(user -> time.after(random.nextInt(500), user::disconnect));
  }
}
