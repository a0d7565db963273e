package dev.starling.chat.simulation;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Position;
import dev.starling.chat.replication.Loop;
import dev.starling.chat.replication.Peers;
import dev.starling.chat.replication.Replica;
import dev.starling.chat.room.Room;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** One instance of a simulated cluster: a real {@link Room} on simulated time, store and bus. */
final class SimulatedInstance {
  static final String ROOM = "main";
  private static final long TICK = 1_000;

  final String id;
  final Room room;
  final List<Reading> readings = new ArrayList<>();

  private final World world;
  private final Deque<Runnable> frozenSteps = new ArrayDeque<>();
  private boolean frozen;
  private boolean dead;

  /** What the instance's transcript said, as its users would read it. */
  sealed interface Reading {
    record Opened(Position tail) implements Reading {}

    record Read(String epoch, Event event) implements Reading {}

    record Skipped(long from, long to) implements Reading {}

    record Restarted(String epoch, long seq) implements Reading {}
  }

  SimulatedInstance(World world, String id) {
    this.world = world;
    this.id = id;
    this.room =
        new Room(ROOM, id, world.store.of(id), new Bus(), new SimulatedLoop(), new Reader());
    step(room::tick);
    ticks();
  }

  boolean isUp() {
    return !dead && !frozen;
  }

  boolean isDead() {
    return dead;
  }

  void kill() {
    dead = true;
  }

  void freeze() {
    frozen = true;
  }

  void thaw() {
    frozen = false;
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

  private void ticks() {
    world.time.after(
        TICK,
        () -> {
          if (!dead) {
            step(room::tick);
            ticks();
          }
        });
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
      for (String reader : readers) {
        if (!reader.equals(id)) {
          world.send(reader, other -> other.room.receive(before, events));
        }
      }
    }

    @Override
    public void moved(String instance, String name, String nameKey, Key connection) {
      world.send(instance, other -> other.room.moved(nameKey, connection));
    }
  }

  private final class Reader implements Replica.Listener {
    @Override
    public void opened(Position tail) {
      readings.add(new Reading.Opened(tail));
    }

    @Override
    public void published(List<Event> events) {
      String epoch = room.replica().epoch();
      events.forEach(event -> readings.add(new Reading.Read(epoch, event)));
    }

    @Override
    public void skipped(long from, long to) {
      readings.add(new Reading.Skipped(from, to));
    }

    @Override
    public void restarted(String epoch, long seq) {
      readings.add(new Reading.Restarted(epoch, seq));
    }

    @Override
    public void lost(String epoch) {
      throw new AssertionError("the room keeps that to itself");
    }
  }
}
