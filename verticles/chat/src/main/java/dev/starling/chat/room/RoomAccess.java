package dev.starling.chat.room;

import dev.starling.chat.event.Key;
import dev.starling.chat.fanout.Subscriber;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A room as the connections of one event loop use it. Called on that event loop. Answers come back
 * on it, before the events that follow them, and never while a call is under way.
 */
public interface RoomAccess {
  /** As {@link Room#join}. */
  void join(Operation.Applicant user, Key connection, Room.Connection client);

  /** As {@link Room#say}. */
  void say(String nameKey, Key connection, Key key, String text, Consumer<Result> answer);

  /** As {@link Room#leave}. */
  void leave(String nameKey, Key connection, Consumer<Result> answer);

  /** As {@link Room#away}. */
  void away(String nameKey, Key connection);

  /**
   * Lets a subscriber read on from a place in the transcript.
   *
   * @param chain of the event there; empty when it is not known
   */
  void subscribe(Subscriber subscriber, String epoch, long seq, OptionalLong chain);

  /** Lets go of a subscriber. */
  void unsubscribe(Subscriber subscriber);

  /**
   * Reads the newest events before one, the oldest of them first.
   *
   * @param before number of that event; beyond the end for the newest there are
   * @param mostBytes of the events, unless the last one alone has more
   * @return completes on the caller's event loop
   */
  Future<RoomVerticle.Excerpt> before(long before, int limit, long mostBytes);

  /** Names of all members, in alphabetical order; completes on the caller's event loop. */
  Future<List<String>> usernames();

  /** Sets what happens while the store cannot be reached: clients are sent elsewhere. */
  void onUnavailable(Runnable step);

  /** Counts what was not done. */
  void countRejection(Rejection why);
}
