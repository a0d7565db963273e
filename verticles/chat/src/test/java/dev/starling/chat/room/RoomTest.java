package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Position;
import dev.starling.chat.replication.ManualLoop;
import dev.starling.chat.replication.Peers;
import dev.starling.chat.replication.Replica;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.MemoryStore;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomTest {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 5_000);
  private static final int MANY = 200;

  private final ManualLoop loop = new ManualLoop();
  private final MemoryStore store =
      new MemoryStore("self", LIMITS, () -> Instant.ofEpochMilli(loop.millis()));
  private final Room room = new Room("main", "self", store, new NoPeers(), loop, new NoListener());
  private final List<String> told = new ArrayList<>();
  private int joined;
  private Set<String> readers = Set.of();

  @BeforeEach
  void open() {
    room.tick();
    loop.run();
  }

  private void join(Runnable then) {
    String name = "user" + joined;
    Key session = Key.random();
    room.join(
        new Operation.Applicant(name, name, session, session, true),
        Key.random(),
        new Client(then));
  }

  private void joinOneAfterAnother() {
    joined++;
    readers = step().readers();
    if (joined < MANY) {
      join(this::joinOneAfterAnother);
    }
  }

  private Applied step() {
    return store.apply("main", List.of()).result();
  }

  @Test
  void it_asks_to_be_told_of_events_also_while_others_join_all_the_time() {
    store.apply("main", List.of(new Operation.Watch("self", false)));
    join(this::joinOneAfterAnother);
    loop.run();
    assertThat(joined).isEqualTo(MANY);
    assertThat(readers).as("when the last one joined").containsExactly("self");
  }

  @Test
  void one_that_stops_is_told_of_nothing_and_lets_nobody_in_any_more() {
    join(() -> {});
    loop.run();
    assertThat(step().owned()).isOne();
    room.stop(() -> told.add("stopped"));
    for (int i = 0; i < 4; i++) {
      loop.pass(1_000);
      room.tick();
    }
    joined++;
    join(() -> told.add("joined"));
    loop.run();
    assertThat(told).containsExactly("stopped", "refused");
    assertThat(step().readers()).isEmpty();
    assertThat(step().online()).as("it may come back elsewhere").isOne();
  }

  private final class Client implements Room.Connection {
    private final Runnable then;

    Client(Runnable then) {
      this.then = then;
    }

    @Override
    public void joined(Room.Joined joined) {
      then.run();
    }

    @Override
    public void refused(Result why) {
      told.add("refused");
    }

    @Override
    public void moved() {
      told.add("moved");
    }

    @Override
    public void lost() {
      told.add("lost");
    }
  }

  private static final class NoPeers implements Peers {
    @Override
    public void publish(Set<String> readers, String room, Position before, List<Event> events) {
      // There are none.
    }

    @Override
    public void moved(String instance, String room, String nameKey, Key connection) {
      // There are none.
    }
  }

  private static final class NoListener implements Replica.Listener {
    @Override
    public void opened(Position tail) {
      // Nobody reads.
    }

    @Override
    public void published(List<Event> events) {
      // Nobody reads.
    }

    @Override
    public void skipped(long from, long to) {
      // Nobody reads.
    }

    @Override
    public void restarted(String epoch, long seq) {
      // Nobody reads.
    }
  }
}
