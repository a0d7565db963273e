package dev.starling.chat.room;

import dev.starling.chat.event.Key;
import dev.starling.chat.fanout.EventLoopFanout;
import dev.starling.chat.fanout.Subscriber;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import dev.starling.chat.store.Result.Status;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One event loop's way into the room: hands over what its connections ask for, and brings the
 * answers back to it, before the events that follow them. Belongs to that event loop.
 */
public final class RoomHandle implements RoomAccess {
  private final RoomVerticle rooms;
  private final EventLoopFanout fanout;
  private final RoomMetrics metrics;
  private Runnable whenUnavailable = () -> {};

  RoomHandle(RoomVerticle rooms, EventLoopFanout fanout, RoomMetrics metrics) {
    this.rooms = rooms;
    this.fanout = fanout;
    this.metrics = metrics;
  }

  /** The subscribers of this event loop. */
  EventLoopFanout fanout() {
    return fanout;
  }

  @Override
  public void onUnavailable(Runnable step) {
    whenUnavailable = step;
  }

  @Override
  public void join(Operation.Applicant user, Key connection, Room.Connection client) {
    Room.Connection here = new Here(client);
    rooms.post(() -> rooms.room().join(user, connection, here));
  }

  @Override
  public void say(String nameKey, Key connection, Key key, String text, Consumer<Result> answer) {
    long begun = System.nanoTime();
    rooms.post(
        () ->
            rooms
                .room()
                .say(
                    nameKey,
                    connection,
                    key,
                    text,
                    result -> {
                      if (result.status() == Status.DONE || result.status() == Status.REPEATED) {
                        metrics.accepted(System.nanoTime() - begun);
                      }
                      fanout.post(() -> answer.accept(result));
                    }));
  }

  @Override
  public void leave(String nameKey, Key connection, Consumer<Result> answer) {
    rooms.post(
        () ->
            rooms
                .room()
                .leave(nameKey, connection, result -> fanout.post(() -> answer.accept(result))));
  }

  @Override
  public void away(String nameKey, Key connection) {
    rooms.post(() -> rooms.room().away(nameKey, connection));
  }

  @Override
  public void subscribe(Subscriber subscriber, String epoch, long seq, OptionalLong chain) {
    fanout.subscribe(subscriber, epoch, seq, chain);
  }

  @Override
  public void unsubscribe(Subscriber subscriber) {
    fanout.unsubscribe(subscriber);
  }

  @Override
  public void countRejection(Rejection why) {
    metrics.rejected(why);
  }

  /** As {@link RoomVerticle#unavailable}. */
  public Optional<String> unavailable() {
    return rooms.unavailable();
  }

  /**
   * Reads the transcript.
   *
   * @param limit 1 to {@link dev.starling.chat.store.RoomStore#MOST_EVENTS}; a page of long events
   *     may have fewer
   */
  public Future<RoomVerticle.Excerpt> read(long after, int limit) {
    return rooms.read(after, limit);
  }

  @Override
  public Future<RoomVerticle.Excerpt> before(long before, int limit, long mostBytes) {
    return rooms.before(before, limit, mostBytes);
  }

  @Override
  public Future<List<String>> usernames() {
    return rooms.usernames();
  }

  void closeSessions() {
    fanout.post(whenUnavailable);
  }

  /** Brings what the room says to the event loop. */
  private final class Here implements Room.Connection {
    private final Room.Connection client;

    Here(Room.Connection client) {
      this.client = client;
    }

    @Override
    public void joined(Room.Joined joined) {
      fanout.post(() -> client.joined(joined));
    }

    @Override
    public void refused(Result why) {
      fanout.post(() -> client.refused(why));
    }

    @Override
    public void moved() {
      fanout.post(client::moved);
    }

    @Override
    public void lost() {
      fanout.post(client::lost);
    }
  }
}
