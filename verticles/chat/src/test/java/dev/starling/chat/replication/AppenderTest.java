package dev.starling.chat.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.MemoryStore;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.Result;
import dev.starling.chat.store.Result.Status;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppenderTest {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 5_000);

  private final ManualLoop loop = new ManualLoop();
  private final Store store = new Store();
  private final List<Status> answers = new ArrayList<>();
  private final Key connection = Key.random();
  private final Appender appender = new Appender(store, "room", loop, () -> 0, new NoListener());

  private static final class NoListener implements Appender.Listener {
    @Override
    public void answering(Applied step) {
      // Nothing to do.
    }

    @Override
    public void applied(Applied step) {
      // Nothing to do.
    }
  }

  @BeforeEach
  void join() {
    appender.submit(
        new Operation.Join(
            new Operation.Applicant("ada", "ada", Key.random(), Key.random(), true),
            connection,
            "self"),
        1,
        result -> {});
    loop.pass(60_000);
    store.steps.clear();
  }

  private void say(String text) {
    appender.submit(message(text), 1, result -> answers.add(result.status()));
  }

  private Operation.Say message(String text) {
    return new Operation.Say(Key.of(text), "ada", connection, text, Operation.Say.FIRST_ATTEMPT);
  }

  @Test
  void what_comes_while_a_step_is_under_way_is_the_next_step() {
    say("a");
    say("b");
    say("c");
    loop.pass(60_000);
    assertThat(store.steps).containsExactly(1, 2);
    assertThat(answers).containsOnly(Status.DONE).hasSize(3);
    assertThat(appender.isIdle()).isTrue();
  }

  @Test
  void an_answer_that_throws_costs_no_other_its_own() {
    appender.submit(message("a"), 1, result -> answers.add(result.status()));
    appender.submit(
        message("b"),
        1,
        result -> {
          throw new IllegalStateException("this one cannot take it");
        });
    appender.submit(message("c"), 1, result -> answers.add(result.status()));
    loop.pass(60_000);
    say("d");
    loop.pass(60_000);
    assertThat(answers).containsExactly(Status.DONE, Status.DONE, Status.DONE);
  }

  @Test
  void a_step_that_may_have_happened_is_sent_again_and_there_once() {
    store.next.add(Outcome.UNKNOWN);
    say("a");
    loop.pass(60_000);
    assertThat(answers).containsExactly(Status.REPEATED);
    assertThat(store.steps).containsExactly(1, 1);
  }

  @Test
  void one_operation_that_cannot_be_applied_fails_no_other() {
    say("first");
    store.poison = "b";
    say("a");
    say("b");
    say("c");
    loop.pass(60_000);
    assertThat(answers).containsExactly(Status.DONE, Status.DONE, Status.NOT_APPLIED, Status.DONE);
  }

  @Test
  void when_patience_ends_only_what_was_never_sent_is_known_not_to_be_there() {
    store.failing = Outcome.NOT_APPLIED;
    say("a");
    loop.pass(60_000);
    store.failing = Outcome.UNKNOWN;
    say("b");
    loop.pass(60_000);
    assertThat(answers).containsExactly(Status.NOT_APPLIED, Status.UNKNOWN);
  }

  @Test
  void more_than_may_wait_is_refused_at_once() {
    store.failing = Outcome.NOT_APPLIED;
    List<Result> refused = new ArrayList<>();
    for (int i = 0; i < Appender.MOST_WAITING + 2_000; i++) {
      appender.submit(message("m" + i), 1, refused::add);
    }
    assertThat(refused).isNotEmpty().extracting(Result::status).containsOnly(Status.NOT_APPLIED);
  }

  /** A store in memory that fails as it is told. */
  private final class Store extends UnusedStore {
    private final RoomStore rooms =
        new MemoryStore("self", LIMITS, () -> Instant.ofEpochMilli(loop.millis()));
    private final List<Integer> steps = new ArrayList<>();
    private final Deque<Outcome> next = new ArrayDeque<>();
    private Outcome failing;
    private String poison;

    @Override
    public Future<Applied> apply(String room, List<Operation> operations) {
      steps.add(operations.size());
      boolean poisoned =
          operations.stream()
              .anyMatch(one -> one instanceof Operation.Say say && say.text().equals(poison));
      Outcome outcome = poisoned ? Outcome.INVALID : next.isEmpty() ? failing : next.remove();
      if (outcome == Outcome.UNKNOWN && failing == null) {
        rooms.apply(room, operations);
      }
      return outcome == null
          ? rooms.apply(room, operations)
          : Future.failedFuture(new StoreException(outcome, "as the test says"));
    }

    @Override
    public Future<Page> read(String room, long after, int limit) {
      return rooms.read(room, after, limit);
    }

    @Override
    public Future<Void> open() {
      return rooms.open();
    }

    @Override
    public Future<List<String>> usernames(String room) {
      return rooms.usernames(room);
    }

    @Override
    public Future<Map<Key, String>> connections(String room) {
      return rooms.connections(room);
    }

    @Override
    public Future<Void> close() {
      return rooms.close();
    }
  }
}
