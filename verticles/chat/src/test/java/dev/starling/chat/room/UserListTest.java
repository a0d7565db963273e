package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.MemoryStore;
import dev.starling.chat.store.Operation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UserListTest {
  private static final String ROOM = "room";

  private final Vertx vertx = Vertx.vertx();
  private final MemoryStore store =
      new MemoryStore("self", new Conditions.Limits(100, 1 << 20, 5_000), InstantSource.system());
  private final UserList users = new UserList(vertx, store, ROOM);

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private List<Event> join(String name) {
    return store
        .apply(
            ROOM,
            List.of(
                new Operation.Join(
                    new Operation.Applicant(name, name, Key.random(), Key.random(), true),
                    Key.random(),
                    "self")))
        .result()
        .events();
  }

  @Test
  void names_are_fetched_and_sorted_once_for_each_change() throws Exception {
    join("bob");
    users.follow(join("ada"));
    Future<List<String>> first = users.names();
    assertThat(await(first)).containsExactly("ada", "bob");
    users.follow(List.of(new Event(3, 3, Kind.MESSAGE, Key.random(), "ada", "hi", 1, 2)));
    assertThat(users.names()).isSameAs(first);
    users.follow(join("al"));
    assertThat(await(users.names())).containsExactly("ada", "al", "bob");
  }

  @Test
  void names_that_could_not_be_had_are_asked_for_again() throws Exception {
    users.names();
    users.invalidate();
    join("ada");
    assertThat(await(users.names())).containsExactly("ada");
  }
}
