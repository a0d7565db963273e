package dev.starling.chat.simulation;

import dev.starling.chat.event.Key;
import dev.starling.chat.room.Room;
import dev.starling.chat.store.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * A user who keeps a session: joins, sends one message after another, each until it is answered for
 * good, and goes on at another instance whenever the connection is gone.
 */
final class SimulatedUser {
  private static final long PAUSE = 300;
  private static final long GIVES_UP = 30_000;

  /** A message and how it ended. */
  record Sent(Key key, long begunAt, long endedAt, Result.Status status, long seq) {}

  final String name;
  final List<Sent> sent = new ArrayList<>();

  /** Joins that were answered with another session's name. */
  int taken;

  private final World world;
  private final Key session = Key.random();
  private SimulatedInstance instance;
  private Key connection;
  private boolean joined;
  private boolean leaving;
  private int number;
  private Key current;
  private long currentSince;
  private Result.Status worst;

  SimulatedUser(World world, String name) {
    this.world = world;
    this.name = name;
  }

  boolean isJoined() {
    return joined;
  }

  void connect() {
    if (leaving) {
      return;
    }
    SimulatedInstance chosen = world.anyInstance();
    if (chosen == null) {
      later(this::connect);
      return;
    }
    instance = chosen;
    Key mine = Key.random();
    connection = mine;
    joined = false;
    chosen.step(() -> chosen.room.join(name, name, session, mine, new Client(mine, chosen)));
    // A client does not wait for ever, and notices that an instance is gone.
    world.time.after(
        20_000,
        () -> {
          if (mine.equals(connection) && !joined) {
            dropped(mine);
          }
        });
  }

  /** The connection breaks: by an instance that is lost, or by itself. */
  void disconnect() {
    if (connection != null) {
      Key mine = connection;
      SimulatedInstance from = instance;
      boolean wasJoined = joined;
      dropped(mine);
      if (wasJoined && from.isUp()) {
        from.step(() -> from.room.away(name, mine));
      }
    }
  }

  void leave() {
    leaving = true;
    if (joined) {
      joined = false;
      Key mine = connection;
      connection = null;
      instance.step(() -> instance.room.leave(name, mine, left -> {}));
    }
  }

  SimulatedInstance instance() {
    return instance;
  }

  private void dropped(Key mine) {
    if (mine.equals(connection)) {
      connection = null;
      joined = false;
      later(this::connect);
    }
  }

  private void say() {
    if (!joined || leaving) {
      return;
    }
    if (current == null) {
      current = Key.of(name, Integer.toString(number++));
      currentSince = world.time.millis();
      worst = Result.Status.NOT_APPLIED;
    }
    Key key = current;
    Key mine = connection;
    String text = name + " " + number;
    instance.step(
        () ->
            instance.room.say(
                name, mine, key, text, result -> world.deliver(() -> said(mine, key, result))));
    world.time.after(
        GIVES_UP,
        () -> {
          if (key.equals(current) && mine.equals(connection)) {
            // No answer: the connection is as good as gone.
            disconnect();
          }
        });
  }

  private void said(Key mine, Key key, Result result) {
    if (!key.equals(current)) {
      return;
    }
    switch (result.status()) {
      case DONE, REPEATED -> {
        sent.add(new Sent(key, currentSince, world.time.millis(), result.status(), result.seq()));
        current = null;
      }
      case UNKNOWN, NOT_APPLIED, ABSENT -> {
        if (result.status() == Result.Status.UNKNOWN) {
          worst = Result.Status.UNKNOWN;
        }
        if (worst == Result.Status.NOT_APPLIED && world.random.nextInt(4) == 0) {
          // Some give up what was not accepted: it must never appear.
          sent.add(new Sent(key, currentSince, world.time.millis(), worst, 0));
          current = null;
        }
      }
      default -> throw new AssertionError("a message is never " + result);
    }
    if (mine.equals(connection)) {
      world.time.after(world.random.nextInt((int) PAUSE), this::say);
    }
  }

  private void later(Runnable step) {
    world.time.after(100 + world.random.nextInt(900), step);
  }

  private final class Client implements Room.Connection {
    private final Key mine;
    private final SimulatedInstance home;
    private boolean answered;

    Client(Key mine, SimulatedInstance home) {
      this.mine = mine;
      this.home = home;
    }

    @Override
    public void joined(Room.Joined joining) {
      answer();
      if (!mine.equals(connection)) {
        // The client was gone before it was in.
        home.room.away(name, mine);
        return;
      }
      world.deliver(
          () -> {
            if (mine.equals(connection)) {
              joined = true;
              say();
            }
          });
    }

    @Override
    public void refused(Result why) {
      answer();
      if (why.status() == Result.Status.TAKEN) {
        taken++;
      }
      world.deliver(() -> dropped(mine));
    }

    @Override
    public void moved() {
      world.deliver(() -> dropped(mine));
    }

    @Override
    public void lost() {
      world.deliver(() -> dropped(mine));
    }

    private void answer() {
      if (answered) {
        throw new AssertionError(name + " was answered twice");
      }
      answered = true;
    }
  }
}
