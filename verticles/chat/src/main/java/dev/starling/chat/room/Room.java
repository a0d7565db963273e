package dev.starling.chat.room;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Position;
import dev.starling.chat.replication.Appender;
import dev.starling.chat.replication.Loop;
import dev.starling.chat.replication.Peers;
import dev.starling.chat.replication.Replica;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import dev.starling.chat.store.Result.Status;
import dev.starling.chat.store.RoomStore;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One room on one instance: the members whose connections are here, and the transcript that they
 * read. What is decided, the store decides; this asks, follows, and corrects what differs. Belongs
 * to the room's {@link Loop}, on which everything here is called and calls back.
 */
public final class Room implements Appender.Listener {
  /** Bytes that an operation takes beside its texts, about. */
  private static final int WEIGHT = 128;

  /** A connection that speaks for a member, or wants to. */
  public interface Connection {
    /** It is in. */
    void joined(Joined joined);

    /** It is not in: {@link Status#TAKEN}, or the store did not accept it. */
    void refused(Result why);

    /** The session goes on over another connection. */
    void moved();

    /** The member left without having asked to, since this instance was taken for lost. */
    void lost();
  }

  /**
   * Where a connection that is in begins to read.
   *
   * @param epoch of the transcript
   * @param seq the event before its own joined; for a session that goes on, the last event
   * @param chain of that event; empty while this instance does not know it
   * @param online members of the room
   * @param tail the last event that there is, of which this instance may still have to hear
   * @param resumed whether the user is in as the session that was asked for, and not as a fresh one
   */
  public record Joined(
      String epoch, long seq, OptionalLong chain, int online, long tail, boolean resumed) {}

  private final String name;
  private final String self;
  private final Peers peers;
  private final Appender appender;
  private final Replica replica;
  private final LocalMembers members = new LocalMembers();
  private final Joins joins;
  private final Reconciler reconciler;
  private final Loop loop;

  // The step whose operations are being answered; null otherwise.
  private Applied answering;

  private long lastStep;
  private int online;
  private boolean compare;
  private boolean watching;
  private boolean stopping;

  /**
   * Creates it; {@link #tick()} opens it and is to be called every second from then on.
   *
   * @param self this instance
   * @param reader receives the transcript
   */
  public Room(
      String name, String self, RoomStore store, Peers peers, Loop loop, Replica.Listener reader) {
    this.name = name;
    this.self = self;
    this.peers = peers;
    this.replica = new Replica(store, name, loop, reader, this::renew);
    this.appender = new Appender(store, name, loop, replica::seq, this);
    this.reconciler = new Reconciler(store, name, loop, members, this::away);
    this.joins = new Joins(name, self, members, peers, replica);
    this.loop = loop;
    this.lastStep = loop.nanos();
  }

  public Replica replica() {
    return replica;
  }

  /** When the store answered last, by the loop's clock. */
  public long lastStep() {
    return lastStep;
  }

  /** Members of the room, as of the last step or event. */
  public int online() {
    return online;
  }

  /** Compares with the store, once a second: the end of the transcript and who is here. */
  public void tick() {
    if (stopping) {
      // Connections that are still here have their members no more, and are not to join again.
      return;
    }
    if (!replica.isOpen()) {
      replica.catchUp();
    }
    compare = true;
    appender.check();
  }

  /**
   * Joins a user, or lets a session go on.
   *
   * @param connection new for every call
   */
  public void join(Operation.Applicant user, Key connection, Connection client) {
    if (stopping || !replica.isOpen()) {
      client.refused(Result.of(Status.NOT_APPLIED));
      return;
    }
    Operation.Join join = new Operation.Join(user, connection, self);
    change(
        join,
        WEIGHT + user.username().length(),
        result -> joins.answered(join, result, answering, client));
  }

  /**
   * Sends a message.
   *
   * @param key the same for each attempt
   * @param answer as {@link Appender#submit}
   */
  public void say(String nameKey, Key connection, Key key, String text, Consumer<Result> answer) {
    Operation.Say say =
        new Operation.Say(key, nameKey, connection, text, Operation.Say.FIRST_ATTEMPT);
    appender.submit(
        say,
        WEIGHT + text.length(),
        result -> {
          answer.accept(result);
          if (result.status() == Status.ABSENT) {
            members.lose(nameKey, connection);
          }
        });
  }

  /** A member leaves for good. */
  public void leave(String nameKey, Key connection, Consumer<Result> answer) {
    members.forget(nameKey, connection);
    change(new Operation.Leave(nameKey, connection), WEIGHT, answer);
  }

  /** A member's connection is gone; its session may be back. */
  public void away(String nameKey, Key connection) {
    members.forget(nameKey, connection);
    change(new Operation.Away(nameKey, connection), WEIGHT, result -> {});
  }

  /** This instance stops: its members are away until their sessions go on elsewhere. */
  public void stop(Runnable done) {
    stopping = true;
    change(new Operation.Stop(self), WEIGHT, result -> done.run());
  }

  /** Takes events that another instance passed on. */
  public void receive(Position before, List<Event> events) {
    if (replica.isOpen()) {
      replica.receive(before, events);
      Event last = events.get(events.size() - 1);
      online = last.seq() == replica.seq() ? last.online() : online;
    }
  }

  /** Another instance has taken over a member. */
  public void moved(String nameKey, Key connection) {
    members.moved(nameKey, connection);
  }

  @Override
  public void answering(Applied step) {
    answering = step;
    lastStep = loop.nanos();
    online = step.online();
  }

  @Override
  public void applied(Applied step) {
    answering = null;
    if (!step.events().isEmpty()) {
      peers.publish(step.readers(), name, step.before(), step.events());
    }
    if (replica.isOpen()) {
      if (!step.events().isEmpty()) {
        replica.receive(step.before(), step.events());
      }
      // Events of an attempt whose answer was lost come with no step.
      replica.expect(step.after().seq());
      if (compare) {
        compare = false;
        replica.compare(step.after());
        reconciler.compare(step.owned());
      }
    }
    if (!step.readers().contains(self) && !watching && !stopping) {
      watching = true;
      change(new Operation.Watch(self, true), WEIGHT, result -> watching = false);
    }
  }

  private void change(Operation operation, int weight, Consumer<Result> answer) {
    reconciler.begin();
    appender.submit(
        operation,
        weight,
        result -> {
          reconciler.end();
          answer.accept(result);
        });
  }

  /** The store no longer has what was read here: a new epoch says so to all readers. */
  private void renew(String ended) {
    change(
        new Operation.Renew(ended, UUID.randomUUID().toString()),
        WEIGHT,
        result -> replica.catchUp());
  }
}
