package dev.starling.chat.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Position;
import dev.starling.chat.replication.EventLoop;
import dev.starling.chat.replication.Peers;
import dev.starling.chat.replication.Replica;
import dev.starling.chat.room.Room;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import dev.starling.chat.store.Result.Status;
import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that comes back without its last commits, under two instances that read them. */
class PostgresLostTailTest {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 60_000);
  private static final String ROOM = "main";
  private static final long PATIENCE_SECONDS = 30;
  private static final String RESTART = "restart";

  private final Key connection = Key.random();
  private final List<Instance> instances = new CopyOnWriteArrayList<>();

  private Vertx vertx;
  private EmbeddedDatabase database;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
    instances.add(new Instance("one"));
    instances.add(new Instance("two"));
    for (Instance instance : instances) {
      instance.open();
      await(instance.replica()::isOpen);
    }
    Promise<Room.Joined> joined = Promise.promise();
    Operation.Applicant ada =
        new Operation.Applicant("ada", "ada", Key.random(), Key.random(), true);
    one().run(() -> one().room.join(ada, connection, new Client(joined)));
    await(joined.future());
  }

  @AfterEach
  void stop() throws Exception {
    for (Instance instance : instances) {
      await(instance.store.close());
    }
    await(vertx.close());
    database.close();
  }

  @Test
  void whoever_read_what_is_lost_is_told_and_reads_on() throws Exception {
    assertThat(say("kept").status()).isEqualTo(Status.DONE);
    save();
    assertThat(say("lost").status()).isEqualTo(Status.DONE);
    for (Instance instance : instances) {
      await(() -> instance.read.contains("lost"));
    }
    restore();

    for (Instance instance : instances) {
      await(() -> instance.read.contains(RESTART));
    }
    assertThat(say("after").status()).isEqualTo(Status.DONE);
    for (Instance instance : instances) {
      await(() -> instance.read.contains("after"));
      assertThat(instance.read).containsSubsequence("kept", "lost", RESTART, "after");
      assertThat(instance.read).doesNotHaveDuplicates();
    }
  }

  @Test
  void readers_of_what_is_lost_are_told_even_when_as_much_came_in_its_place() throws Exception {
    save();
    assertThat(say("lost").status()).isEqualTo(Status.DONE);
    for (Instance instance : instances) {
      await(() -> instance.read.contains("lost"));
    }
    restore();

    // As many as were lost, so that numbers alone show nothing.
    assertThat(say("instead").status()).isEqualTo(Status.DONE);

    for (Instance instance : instances) {
      await(() -> instance.read.contains(RESTART));
    }
  }

  private Instance one() {
    return instances.get(0);
  }

  private Result say(String text) throws TimeoutException {
    Promise<Result> answer = Promise.promise();
    one().run(() -> one().room.say("ada", connection, Key.random(), text, answer::complete));
    return await(answer.future());
  }

  private void save() throws SQLException {
    execute(
        "create table saved_room as select * from room",
        "create table saved_event as select * from room_event");
  }

  private void restore() throws SQLException {
    execute(
        "begin",
        "select * from room for update",
        "delete from room_event e where not exists (select from saved_event s where s.seq = e.seq)",
        "update room r set tail = s.tail, chain = s.chain from saved_room s where s.id = r.id",
        "commit");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection administrator = database.connect();
        Statement statement = administrator.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** An instance, its reading as texts and restarts. */
  private final class Instance implements Replica.Listener, Peers {
    private final String name;
    private final PostgresStore store;
    private final EventLoop loop = new EventLoop(vertx.getOrCreateContext());
    private final Room room;
    private final List<String> read = new CopyOnWriteArrayList<>();

    Instance(String name) {
      this.name = name;
      this.store = new PostgresStore(vertx, name, LIMITS, database.settings(2));
      this.room = new Room(ROOM, name, store, this, loop, this);
    }

    void open() throws TimeoutException {
      Opening.open(store);
      vertx.setPeriodic(1, 200, timer -> run(room::tick));
    }

    Replica replica() {
      return room.replica();
    }

    void run(Runnable step) {
      loop.post(step);
    }

    @Override
    public void opened(Position tail) {}

    @Override
    public void published(List<Event> events) {
      events.stream().map(Event::text).filter(text -> !text.isEmpty()).forEach(read::add);
    }

    @Override
    public void skipped(long from, long to) {
      read.add("skipped");
    }

    @Override
    public void restarted(String epoch, long seq) {
      read.add(RESTART);
    }

    @Override
    public void publish(Set<String> readers, String of, Position before, List<Event> events) {
      for (Instance other : instances) {
        if (other != this && readers.contains(other.name)) {
          other.run(() -> other.room.receive(before, events));
        }
      }
    }

    @Override
    public void moved(String instance, String of, String nameKey, Key to) {}
  }

  private record Client(Promise<Room.Joined> promise) implements Room.Connection {
    @Override
    public void joined(Room.Joined joined) {
      promise.tryComplete(joined);
    }

    @Override
    public void refused(Result why) {
      promise.tryFail(why.toString());
    }

    @Override
    public void moved() {}

    @Override
    public void lost() {}
  }
}
