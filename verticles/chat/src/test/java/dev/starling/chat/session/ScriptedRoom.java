package dev.starling.chat.session;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.event.Position;
import dev.starling.chat.fanout.Batch;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.fanout.EventLoopFanout;
import dev.starling.chat.fanout.Journal;
import dev.starling.chat.fanout.ReplaySource;
import dev.starling.chat.fanout.Subscriber;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.replication.ManualLoop;
import dev.starling.chat.room.Room;
import dev.starling.chat.room.RoomAccess;
import dev.starling.chat.room.RoomVerticle;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.Result;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A room that answers what a test has it answer. Its transcript goes through a real journal and
 * fan-out; what the journal no longer has is read from a store that has everything.
 */
final class ScriptedRoom implements RoomAccess {
  static final String EPOCH = "epoch";

  /** What was asked for, in order, in short words. */
  final List<String> asked = new ArrayList<>();

  final List<Rejection> rejections = new ArrayList<>();
  Operation.Applicant user;
  Key connection;
  Key said;
  Runnable whenUnavailable;
  int pagesRead;
  int held;

  /** Whether others wait for what is held. */
  boolean wanted;

  /** Whether too many read from the store. */
  boolean crowded;

  private final ManualLoop loop;
  private final Journal journal;
  private final EventLoopFanout fanout;
  private long tail;
  private Consumer<Result> answer;
  private Room.Connection client;

  ScriptedRoom(ManualLoop loop, int journalEvents) {
    this.loop = loop;
    journal = new Journal(journalEvents, Long.MAX_VALUE);
    journal.open(new Position(EPOCH, 0, 0));
    fanout = new EventLoopFanout(loop, journal, this::after, new LongAdder());
  }

  /** Lets the latest who asked in, its joined being the next event. */
  void letIn() {
    Room.Joined joined = new Room.Joined(EPOCH, tail, OptionalLong.of(tail), 1, tail + 1, false);
    tell(asking -> asking.joined(joined));
    publish(1);
  }

  /** Lets the latest who asked go on as the session that it was. */
  void letGoOn() {
    Room.Joined joined = new Room.Joined(EPOCH, tail, OptionalLong.of(tail), 1, tail, true);
    tell(asking -> asking.joined(joined));
  }

  /** Tells the latest who asked something, on the event loop, before what is published later. */
  void tell(Consumer<Room.Connection> news) {
    Room.Connection asking = client;
    fanout.post(() -> news.accept(asking));
    fanout.wake();
  }

  /** Answers the latest question of a member. */
  void answer(Result result) {
    Consumer<Result> asking = answer;
    fanout.post(() -> asking.accept(result));
    fanout.wake();
  }

  /** Publishes the next events. */
  void publish(int count) {
    journal.append(batch(tail + 1, tail + count));
    tail += count;
    fanout.wake();
  }

  /** Events that were never published here. */
  void skip(int count) {
    journal.appendGap(tail + 1, tail + count);
    tail += count;
    fanout.wake();
  }

  /** Begins another epoch. */
  void restart(String epoch) {
    journal.appendRestart(epoch, 0);
    tail = 0;
    fanout.wake();
  }

  @Override
  public void join(Operation.Applicant user, Key connection, Room.Connection client) {
    asked.add("join " + user.username());
    this.user = user;
    this.connection = connection;
    this.client = client;
  }

  @Override
  public void say(String nameKey, Key connection, Key key, String text, Consumer<Result> answer) {
    asked.add("say " + text);
    said = key;
    this.answer = answer;
  }

  @Override
  public void leave(String nameKey, Key connection, Consumer<Result> answer) {
    asked.add("leave");
    this.answer = answer;
  }

  @Override
  public void away(String nameKey, Key connection) {
    asked.add("away");
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
  public void onUnavailable(Runnable step) {
    whenUnavailable = step;
  }

  @Override
  public void countRejection(Rejection why) {
    rejections.add(why);
  }

  private Future<ReplaySource.Next> after(String epoch, long seq, OptionalLong chain) {
    Promise<ReplaySource.Next> next = Promise.promise();
    loop.post(
        () -> {
          Journal.Node node = journal.find(seq, chain);
          if (node == null && !crowded) {
            next.complete(page(seq));
          } else {
            next.complete(ReplaySource.Next.inJournal(node == null ? journal.oldest() : node));
          }
        });
    return next.future();
  }

  @Override
  public Future<RoomVerticle.Excerpt> before(long before, int limit, long mostBytes) {
    return Future.failedFuture("not scripted");
  }

  @Override
  public Future<List<String>> usernames() {
    return Future.failedFuture("not scripted");
  }

  private ReplaySource.Next page(long seq) {
    pagesRead++;
    held++;
    Position end = new Position(EPOCH, tail, tail);
    List<Event> events =
        LongStream.rangeClosed(seq + 1, Math.min(tail, seq + 100))
            .mapToObj(ScriptedRoom::event)
            .toList();
    Page page = new Page(end, 0, OptionalLong.of(seq), events);
    Batch batch =
        events.isEmpty() ? null : batch(events.get(0).seq(), events.get(events.size() - 1).seq());
    return new ReplaySource.Next(null, page, batch, new Held());
  }

  private final class Held implements ReplaySource.Hold {
    @Override
    public boolean isWanted() {
      return wanted;
    }

    @Override
    public void release() {
      held--;
    }
  }

  private static Event event(long seq) {
    return new Event(seq, seq, Kind.MESSAGE, new Key(seq, seq), "ada", "text", 0, 1);
  }

  private static Batch batch(long first, long last) {
    return new Batch(
        LongStream.rangeClosed(first, last)
            .mapToObj(
                seq ->
                    new EncodedEvent(
                        seq, seq, Buffer.buffer(seq + "\n"), Buffer.buffer("{" + seq + "}")))
            .toList());
  }
}
