package dev.starling.chat.simulation;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Position;
import dev.starling.chat.replication.Loop;
import dev.starling.chat.replication.Peers;
import dev.starling.chat.room.Room;
import dev.starling.chat.simulation.Violation.Invariant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One instance of a simulated cluster: real {@link Room}s on simulated time, store and bus. */
final class SimulatedInstance {
  private static final long TICK = 1_000;

  /**
   * Within which everything is answered: as long as an operation is tried, and one attempt more.
   */
  private static final long ANSWER = 45_000;

  final String id;
  final Map<String, Room> rooms = new LinkedHashMap<>();
  final Map<String, Reading> readings = new LinkedHashMap<>();

  private final World world;
  private final Deque<Ask> asks = new ArrayDeque<>();
  private final Deque<Runnable> frozenSteps = new ArrayDeque<>();
  private boolean frozen;
  private boolean dead;
  private boolean stopping;
  private long upSince;

  /** Something that a user asked for, and is to be answered once. */
  final class Ask {
    private final String what;
    private final long at = world.time.millis();
    private boolean answered;

    private Ask(String what) {
      this.what = what;
    }

    void answered() {
      world.require(!answered, Invariant.ANSWERED_ONCE, () -> what + " is answered again");
      answered = true;
    }
  }

  SimulatedInstance(World world, String id) {
    this.world = world;
    this.id = id;
    for (String name : world.rooms) {
      Reading reading = new Reading(world, id, name);
      Room room =
          new Room(
              name,
              id,
              new SimulatedStore(world, this),
              new Bus(),
              new SimulatedLoop(),
              reading.listener());
      reading.of(room);
      rooms.put(name, room);
      readings.put(name, reading);
      step(room::tick);
    }
    ticks();
  }

  boolean isUp() {
    return !dead && !frozen;
  }

  boolean isDead() {
    return dead;
  }

  /** What its users hear of it: their connections break, at different times. */
  private void breakConnections() {
    world.users.stream()
        .filter(user -> user.instance() == this)
        .forEach(user -> world.time.after(user.chance.below(500), user::disconnect));
  }

  void kill() {
    dead = true;
    breakConnections();
  }

  /** Stops in order; another one is started. */
  void stop() {
    stopping = true;
    rooms.values().forEach(room -> step(() -> room.stop(() -> {})));
    breakConnections();
    world.time.after(
        4_000,
        () -> {
          if (!dead) {
            dead = true;
            world.cluster.lost(id);
          }
        });
    world.time.after(1_000, world::start);
  }

  /** Whether it takes new connections. */
  boolean accepts() {
    return isUp() && !stopping;
  }

  void freeze() {
    frozen = true;
  }

  void thaw() {
    frozen = false;
    upSince = world.time.millis();
    List<Runnable> steps = List.copyOf(frozenSteps);
    frozenSteps.clear();
    steps.forEach(this::step);
  }

  /** Runs a step on this instance's thread: not while it is frozen, never once it is dead. */
  void step(Runnable run) {
    if (dead) {
      return;
    }
    if (frozen) {
      frozenSteps.add(run);
    } else {
      run.run();
    }
  }

  /** Notes that somebody waits for an answer. */
  Ask ask(String what) {
    Ask ask = new Ask(what);
    asks.add(ask);
    return ask;
  }

  private void ticks() {
    world.time.after(
        TICK,
        () -> {
          if (!dead) {
            rooms.values().forEach(room -> step(room::tick));
            checkAnswers();
            ticks();
          }
        });
  }

  private void checkAnswers() {
    while (!asks.isEmpty() && asks.peek().answered) {
      asks.remove();
    }
    Ask oldest = asks.peek();
    world.require(
        oldest == null || frozen || world.time.millis() - Math.max(upSince, oldest.at) <= ANSWER,
        Invariant.EVERYONE_IS_ANSWERED,
        () -> oldest.what + " at " + id + " waits since " + oldest.at);
  }

  private final class SimulatedLoop implements Loop {
    @Override
    public long nanos() {
      return world.time.millis() * 1_000_000;
    }

    @Override
    public long millis() {
      return world.time.millis();
    }

    @Override
    public void post(Runnable step) {
      world.time.after(0, () -> step(step));
    }

    @Override
    public void later(long millis, Runnable step) {
      world.time.after(millis, () -> step(step));
    }
  }

  private final class Bus implements Peers {
    @Override
    public void publish(Set<String> readers, String name, Position before, List<Event> events) {
      // In an order that is the same in each run.
      for (String reader : new TreeSet<>(readers)) {
        if (!reader.equals(id)) {
          world.send(id, reader, other -> other.rooms.get(name).receive(before, events));
        }
      }
    }

    @Override
    public void moved(String instance, String name, String nameKey, Key connection) {
      world.send(id, instance, other -> other.rooms.get(name).moved(nameKey, connection));
    }
  }
}
