package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Key;
import dev.starling.chat.replication.ManualLoop;
import dev.starling.chat.replication.UnusedStore;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.MemoryStore;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Result;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
  private static final String ROOM = "room";
  private static final Conditions.Limits LIMITS = new Conditions.Limits(100, 1 << 20, 5_000);

  private final ManualLoop loop = new ManualLoop();
  private final MemoryStore store =
      new MemoryStore("self", LIMITS, () -> Instant.ofEpochMilli(loop.millis()));
  private final List<String> told = new ArrayList<>();
  private final List<String> strays = new ArrayList<>();
  private final LocalMembers members = new LocalMembers();
  private final Reconciler reconciler =
      new Reconciler(store, ROOM, loop, members, (nameKey, connection) -> strays.add(nameKey));

  private Key join(String name) {
    Key connection = Key.random();
    store.apply(
        ROOM,
        List.of(
            new Operation.Join(
                new Operation.Applicant(name, name, Key.random(), Key.random(), true),
                connection,
                "self")));
    return connection;
  }

  private void here(String name, Key connection) {
    members.add(name, connection, new Client(name));
  }

  private void compare(int times) {
    for (int i = 0; i < times; i++) {
      reconciler.compare(store.apply(ROOM, List.of()).result().owned());
      loop.pass(60_000);
    }
  }

  @Test
  void a_member_whom_nobody_speaks_for_is_found_at_the_second_comparison() {
    here("ada", join("ada"));
    join("bob");
    compare(1);
    assertThat(strays).isEmpty();
    compare(1);
    assertThat(strays).containsExactly("bob");
    assertThat(told).isEmpty();
  }

  @Test
  void a_connection_without_a_member_is_lost() {
    here("ada", join("ada"));
    here("bob", Key.random());
    compare(2);
    assertThat(told).containsExactly("bob lost");
    assertThat(strays).isEmpty();
  }

  @Test
  void one_too_many_and_one_too_few_are_found_though_the_numbers_agree() {
    here("ada", Key.random());
    join("bob");
    compare(Reconciler.BETWEEN_NAMES);
    assertThat(told).containsExactly("ada lost");
    assertThat(strays).containsExactly("bob");
  }

  @Test
  void nothing_is_concluded_while_something_changes() {
    here("ada", Key.random());
    reconciler.begin();
    compare(2 * Reconciler.BETWEEN_NAMES);
    assertThat(told).isEmpty();
    reconciler.end();
    compare(2);
    assertThat(told).containsExactly("ada lost");
  }

  @Test
  void it_asks_again_after_a_store_that_threw() {
    AtomicInteger asked = new AtomicInteger();
    UnusedStore throwing =
        new UnusedStore() {
          @Override
          public Future<Map<Key, String>> connections(String room) {
            asked.incrementAndGet();
            throw new IllegalStateException("not active");
          }
        };
    Reconciler comparing =
        new Reconciler(throwing, ROOM, loop, members, (nameKey, connection) -> {});
    for (int i = 0; i < 4; i++) {
      comparing.compare(1);
      loop.pass(60_000);
    }
    assertThat(asked).hasValueGreaterThan(1);
  }

  @Test
  void an_answer_that_a_change_has_overtaken_is_not_used() {
    here("ada", Key.random());
    reconciler.compare(0);
    reconciler.compare(0);
    reconciler.begin();
    reconciler.end();
    loop.pass(60_000);
    assertThat(told).isEmpty();
  }

  private final class Client implements Room.Connection {
    private final String name;

    Client(String name) {
      this.name = name;
    }

    @Override
    public void joined(Room.Joined joined) {
      told.add(name + " joined");
    }

    @Override
    public void refused(Result why) {
      told.add(name + " refused");
    }

    @Override
    public void moved() {
      told.add(name + " moved");
    }

    @Override
    public void lost() {
      told.add(name + " lost");
    }
  }
}
