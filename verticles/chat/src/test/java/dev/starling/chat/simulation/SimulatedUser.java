package dev.starling.chat.simulation;

import dev.starling.chat.event.Key;
import dev.starling.chat.room.Room;
import dev.starling.chat.simulation.Violation.Invariant;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A user who keeps a session: joins, sends messages, up to two at once, each again until it is
 * answered for good, and goes on at another instance whenever the connection is gone.
 */
final class SimulatedUser {
  private static final int LONGEST_PAUSE = 2_500;
  private static final int MOST_AT_ONCE = 2;
  private static final long JOIN_TIMEOUT = 20_000;
  private static final long GIVES_UP = 30_000;

  final String name;
  final String roomName;
  final Chance chance;

  private final World world;
  private final Key session;
  private final Map<Key, Message> open = new LinkedHashMap<>();
  private SimulatedInstance instance;
  private Key connection;
  private int connections;
  private int messages;
  private boolean joined;
  private boolean leaving;

  // Of the connection: what was accepted on it at the first attempt.
  private SenderOrder order = new SenderOrder();

  SimulatedUser(World world, String name, String roomName) {
    this.world = world;
    this.name = name;
    this.roomName = roomName;
    this.chance = world.chances.of(name);
    this.session = Key.of("session", name);
    world.time.after(chance.below(2_000), this::connect);
  }

  boolean isJoined() {
    return joined;
  }

  SimulatedInstance instance() {
    return instance;
  }

  /** Messages that it does not know to be accepted. */
  int waiting() {
    return open.size();
  }

  private void connect() {
    if (connection != null || leaving) {
      return;
    }
    List<SimulatedInstance> there =
        world.instances.stream().filter(SimulatedInstance::accepts).toList();
    if (there.isEmpty()) {
      later(this::connect);
      return;
    }
    instance = there.get(chance.below(there.size()));
    order = new SenderOrder();
    SimulatedInstance chosen = instance;
    world.trace(() -> name + " connects to " + chosen.id + " for " + roomName);
    Client client = new Client(chosen);
    connection = client.mine;
    client.join(session);
    Key mine = connection;
    // A client does not wait for ever, and notices that an instance is gone.
    world.time.after(
        JOIN_TIMEOUT,
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
      world.trace(() -> name + " loses its connection to " + from.id);
      dropped(mine);
      if (wasJoined) {
        from.step(() -> from.rooms.get(roomName).away(name, mine));
      }
    }
  }

  /** Leaves for good, and comes again a while later. */
  void leave() {
    if (!joined) {
      return;
    }
    leaving = true;
    joined = false;
    Key mine = connection;
    SimulatedInstance from = instance;
    connection = null;
    open.values().forEach(message -> message.attempts++);
    SimulatedInstance.Ask ask = from.ask(name + " leaves " + roomName);
    world.trace(() -> name + " leaves " + roomName + " at " + from.id);
    from.step(() -> from.rooms.get(roomName).leave(name, mine, left -> ask.answered()));
    world.time.after(
        5_000,
        () -> {
          leaving = false;
          connect();
        });
  }

  private void dropped(Key mine) {
    if (mine.equals(connection)) {
      connection = null;
      joined = false;
      later(this::connect);
    }
  }

  private void talk(Key mine) {
    if (!joined || !mine.equals(connection)) {
      return;
    }
    if (open.size() < MOST_AT_ONCE && messages < world.plan.messages()) {
      Key key = Key.of(name, Integer.toString(messages++));
      Message message =
          new Message(key, world.time.millis(), world.acknowledged.getOrDefault(roomName, 0L));
      open.put(key, message);
      say(message, true);
    }
    world.time.after(1 + chance.below(LONGEST_PAUSE), () -> talk(mine));
  }

  private void say(Message message, boolean first) {
    Key mine = connection;
    SimulatedInstance at = instance;
    int place = first ? order.next() : SenderOrder.NONE;
    SenderOrder there = order;
    message.attempts++;
    SimulatedInstance.Ask ask = at.ask(name + " says " + message.key);
    world.trace(() -> name + " says " + message.key + " at " + at.id);
    at.step(
        () ->
            at.rooms
                .get(roomName)
                .say(
                    name,
                    mine,
                    message.key,
                    "hello",
                    result -> {
                      ask.answered();
                      if (result.status() == Result.Status.DONE) {
                        there.check(world, name, place, result.seq());
                      }
                      deliver(() -> said(mine, at, message, result));
                    }));
    world.time.after(
        GIVES_UP,
        () -> {
          if (open.containsKey(message.key) && mine.equals(connection)) {
            // No answer: the connection is as good as gone.
            disconnect();
          }
        });
  }

  private void said(Key mine, SimulatedInstance at, Message message, Result result) {
    message.attempts--;
    world.trace(() -> name + " is told " + result + " of " + message.key);
    if (!open.containsKey(message.key)) {
      return;
    }
    switch (result.status()) {
      case DONE, REPEATED -> {
        open.remove(message.key);
        message.acknowledged(world, roomName, at, result.seq());
      }
      case UNKNOWN -> message.uncertain = true;
      case NOT_APPLIED, ABSENT -> {
        if (!message.uncertain && message.attempts == 0) {
          world.require(
              world.cluster.transcript(roomName).find(message.key) == null,
              Invariant.REFUSED_NEVER_APPEARS,
              () -> name + " is told that it is not accepted: " + message.key);
          if (chance.below(4) == 0) {
            // Some give up what was not accepted.
            open.remove(message.key);
            world.refused.add(message.key);
          }
        }
      }
      default -> throw new AssertionError("a message is never " + result);
    }
    if (open.containsKey(message.key)) {
      world.time.after(
          1 + chance.below(LONGEST_PAUSE),
          () -> {
            if (joined && mine.equals(connection) && open.containsKey(message.key)) {
              say(message, false);
            }
          });
    }
  }

  /** Something reaches the client over its connection. */
  private void deliver(Runnable step) {
    world.time.after(1 + chance.below(5), step);
  }

  private void later(Runnable step) {
    world.time.after(100 + chance.below(900), step);
  }

  private Key nextConnection() {
    return Key.of("connection", name, Integer.toString(connections++));
  }

  /** A connection as its instance has it, which may not know yet that the user has given it up. */
  private final class Client implements Room.Connection {
    private final SimulatedInstance home;
    private Key mine = nextConnection();
    private SimulatedInstance.Ask ask;

    Client(SimulatedInstance home) {
      this.home = home;
    }

    /**
     * Asks for the user's place.
     *
     * @param resumed the session if its place is taken over
     */
    void join(Key resumed) {
      Key asking = mine;
      ask = home.ask(name + " joins " + roomName);
      home.step(
          () ->
              home.rooms
                  .get(roomName)
                  .join(new Operation.Applicant(name, name, resumed, session, true), asking, this));
    }

    @Override
    public void joined(Room.Joined joining) {
      ask.answered();
      if (!mine.equals(connection)) {
        // The client was gone before it was in.
        home.rooms.get(roomName).away(name, mine);
        return;
      }
      deliver(
          () -> {
            if (mine.equals(connection)) {
              joined = true;
              List.copyOf(open.values()).forEach(message -> say(message, false));
              talk(mine);
            }
          });
    }

    @Override
    public void refused(Result why) {
      ask.answered();
      world.require(
          why.status() != Result.Status.TAKEN,
          Invariant.OWN_NAME_IS_NEVER_TAKEN,
          () -> name + " is told that its name is taken");
      deliver(() -> dropped(mine));
    }

    @Override
    public void moved() {
      deliver(() -> dropped(mine));
    }

    @Override
    public void lost() {
      Key before = mine;
      mine = nextConnection();
      if (before.equals(connection)) {
        connection = mine;
        joined = false;
      }
      join(Key.of("nobody's session"));
    }
  }
}
