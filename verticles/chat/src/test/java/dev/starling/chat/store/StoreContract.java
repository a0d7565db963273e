package dev.starling.chat.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.store.Result.Status;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RoomStore} does; each has a test that extends this. */
public abstract class StoreContract {
  private static final long PATIENCE_SECONDS = 30;

  private String room;

  @BeforeEach
  void beginInAnotherRoom() {
    room = "room-" + UUID.randomUUID();
  }

  private final Key session = Key.random();
  private final Key connection = Key.random();

  /** The store as one instance reaches it. */
  protected abstract RoomStore store();

  /**
   * The same rooms, as another instance reaches them; the same store when there can be no other.
   */
  protected abstract RoomStore other();

  /** Names of the instances. */
  protected abstract String self();

  protected static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  private Applied apply(Operation... operations) {
    return await(store().apply(room, List.of(operations)));
  }

  private Operation.Join join(String name, Key withSession, Key withConnection) {
    return resuming(name, withSession, withSession, withConnection);
  }

  private Operation.Join resuming(String name, Key resumed, Key fresh, Key withConnection) {
    return new Operation.Join(name, name, resumed, fresh, withConnection, self(), true, 1);
  }

  private Operation.Join terminal(String name, Key withConnection) {
    Key fresh = Key.random();
    return new Operation.Join(name, name, fresh, fresh, withConnection, self(), false, 1);
  }

  /** Applies empty steps until there is an event, but not for ever. */
  private List<Event> nextEvents() {
    List<Event> events = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (events.isEmpty() && System.nanoTime() < deadline) {
      events.addAll(apply().events());
    }
    return events;
  }

  private Operation.Say say(Key key, String text) {
    return new Operation.Say(key, "ada", connection, text, 2, Operation.Say.FIRST_ATTEMPT);
  }

  private static List<Status> statuses(Applied step) {
    return step.results().stream().map(Result::status).toList();
  }

  @Test
  void a_room_begins_empty_and_keeps_its_epoch() {
    Applied first = apply();
    Applied second = apply();

    assertThat(first.after().seq()).isZero();
    assertThat(first.events()).isEmpty();
    assertThat(second.after()).isEqualTo(first.after());
    assertThat(await(store().read(room, 0, 10)).tail()).isEqualTo(first.after());
  }

  @Test
  void a_step_numbers_its_events_in_order_and_says_what_they_are() {
    Key key = Key.random();
    Applied step =
        apply(join("ada", session, connection), say(key, "hello"), say(Key.random(), "π"));

    assertThat(statuses(step)).containsExactly(Status.DONE, Status.DONE, Status.DONE);
    assertThat(step.results()).extracting(Result::seq).containsExactly(1L, 2L, 3L);
    assertThat(step.events())
        .extracting(Event::kind)
        .containsExactly(Kind.JOINED, Kind.MESSAGE, Kind.MESSAGE);
    assertThat(step.events()).extracting(Event::username).containsOnly("ada");
    assertThat(step.events()).extracting(Event::text).containsExactly("", "hello", "π");
    assertThat(step.events()).extracting(Event::online).containsOnly(1);
    assertThat(step.events().get(1).key()).isEqualTo(key);
    assertThat(step.after().seq()).isEqualTo(3);
    assertThat(step.after().chain()).isEqualTo(step.events().get(2).chain());
    assertThat(step.online()).isEqualTo(1);
    assertThat(step.owned()).isEqualTo(1);
  }

  @Test
  void what_a_step_returned_is_what_is_read() {
    List<Event> events =
        apply(join("ada", session, connection), say(Key.random(), "a"), say(Key.random(), "b"))
            .events();

    Page all = await(store().read(room, 0, 10));
    Page rest = await(other().read(room, 1, 1));

    assertThat(all.events()).isEqualTo(events);
    assertThat(all.chain()).hasValue(0);
    assertThat(rest.events()).containsExactly(events.get(1));
    assertThat(rest.chain()).hasValue(events.get(0).chain());
    assertThat(rest.tail().seq()).isEqualTo(3);
    assertThat(await(store().read(room, Long.MAX_VALUE, 1)).events()).isEmpty();
    assertThat(await(store().read(room, 9, 1)).chain()).isEmpty();
  }

  @Test
  void a_message_that_comes_again_gets_its_first_number() {
    Key key = Key.random();
    apply(join("ada", session, connection), say(key, "once"));

    Applied again = apply(say(key, "once"), say(Key.random(), "next"));

    assertThat(statuses(again)).containsExactly(Status.REPEATED, Status.DONE);
    assertThat(again.results()).extracting(Result::seq).containsExactly(2L, 3L);
    assertThat(again.events()).hasSize(1);
  }

  @Test
  void a_message_that_comes_twice_in_a_step_is_there_once() {
    Key key = Key.random();
    Applied step = apply(join("ada", session, connection), say(key, "once"), say(key, "once"));

    assertThat(statuses(step)).containsExactly(Status.DONE, Status.DONE, Status.REPEATED);
    assertThat(step.results()).extracting(Result::seq).containsExactly(1L, 2L, 2L);
    assertThat(step.events()).hasSize(2);
  }

  @Test
  void who_is_not_a_member_says_nothing_and_fails_no_other() {
    Key stranger = Key.random();
    Operation.Say absent =
        new Operation.Say(Key.random(), "bob", stranger, "boo", 2, Operation.Say.FIRST_ATTEMPT);

    Applied step = apply(join("ada", session, connection), absent, say(Key.random(), "hi"));

    assertThat(statuses(step)).containsExactly(Status.DONE, Status.ABSENT, Status.DONE);
    assertThat(step.events()).hasSize(2);
  }

  @Test
  void a_name_is_taken_for_other_sessions_and_goes_on_for_its_own() {
    apply(join("ada", session, connection));
    Key next = Key.random();

    Applied step = apply(join("ada", Key.random(), Key.random()), join("ada", session, next));

    assertThat(statuses(step)).containsExactly(Status.TAKEN, Status.MOVED);
    assertThat(step.results().get(0).other()).isEqualTo("ada");
    assertThat(step.results().get(1).other()).isEqualTo(self());
    assertThat(step.events()).isEmpty();
    assertThat(statuses(apply(say(Key.random(), "from the old connection"))))
        .containsExactly(Status.ABSENT);
    assertThat(statuses(apply(join("ada", session, next)))).containsExactly(Status.REPEATED);
    assertThat(await(store().connections(room))).containsOnlyKeys(next).containsValue("ada");
  }

  @Test
  void who_leaves_is_gone_once_and_the_name_is_free() {
    apply(join("ada", session, connection));
    Operation.Leave leave = new Operation.Leave("ada", connection, 3);

    Applied step = apply(leave, leave);

    assertThat(statuses(step)).containsExactly(Status.DONE, Status.ABSENT);
    assertThat(step.events()).extracting(Event::kind).containsExactly(Kind.LEFT);
    assertThat(step.events().get(0).online()).isZero();
    assertThat(await(store().usernames(room))).isEmpty();
    assertThat(statuses(apply(join("ada", Key.random(), Key.random()))))
        .containsExactly(Status.DONE);
    assertThat(statuses(apply(join("ada", session, connection)))).containsExactly(Status.TAKEN);
  }

  @Test
  void a_join_that_comes_again_after_its_left_does_nothing() {
    apply(join("ada", session, connection));
    apply(new Operation.Leave("ada", connection, 3));

    assertThat(statuses(apply(join("ada", session, connection)))).containsExactly(Status.ABSENT);
  }

  @Test
  void who_is_away_comes_back_without_an_event() {
    apply(join("ada", session, connection));
    Applied away = apply(new Operation.Away("ada", connection));
    Key next = Key.random();

    Applied back = apply(join("ada", session, next));

    assertThat(away.owned()).isZero();
    assertThat(statuses(back)).containsExactly(Status.MOVED);
    assertThat(back.events()).isEmpty();
    assertThat(back.owned()).isEqualTo(1);
    assertThat(back.online()).isEqualTo(1);
  }

  @Test
  void who_does_not_come_back_within_the_grace_leaves_once() {
    apply(join("ada", session, connection));
    apply(new Operation.Away("ada", connection));

    assertThat(nextEvents()).extracting(Event::kind).containsExactly(Kind.LEFT);
    assertThat(apply().events()).isEmpty();
  }

  @Test
  void a_session_that_is_no_member_s_is_not_believed() {
    Key invented = Key.random();
    Operation.Join join = resuming("ada", invented, session, connection);

    assertThat(statuses(apply(join))).containsExactly(Status.DONE);
    assertThat(statuses(apply(join))).containsExactly(Status.REPEATED);
    assertThat(statuses(apply(join("ada", invented, Key.random())))).containsExactly(Status.TAKEN);
    assertThat(statuses(apply(join("ada", session, Key.random())))).containsExactly(Status.MOVED);
  }

  @Test
  void a_member_s_session_goes_on_and_no_fresh_one_is_its() {
    apply(join("ada", session, connection));
    Key fresh = Key.random();
    Operation.Join join = resuming("ada", session, fresh, Key.random());

    Applied step = apply(join, join);

    assertThat(statuses(step)).containsExactly(Status.MOVED, Status.MOVED);
    assertThat(statuses(apply(join("ada", fresh, Key.random())))).containsExactly(Status.TAKEN);
    assertThat(statuses(apply(join("ada", session, Key.random())))).containsExactly(Status.MOVED);
  }

  @Test
  void a_session_whose_user_has_left_is_still_that_user_s_and_no_other_s() {
    apply(join("ada", session, connection), new Operation.Leave("ada", connection, 3));
    Key next = Key.random();
    Key third = Key.random();
    Operation.Join back = resuming("ada", session, Key.random(), next);

    Applied step =
        apply(
            resuming("bob", session, Key.random(), Key.random()),
            back,
            back,
            new Operation.Leave("ada", next, 4),
            resuming("ada", session, Key.random(), third));

    assertThat(statuses(step))
        .containsExactly(Status.DONE, Status.RETURNED, Status.MOVED, Status.DONE, Status.RETURNED);
    assertThat(step.events()).hasSize(4);
    assertThat(statuses(apply(join("bob", session, Key.random())))).containsExactly(Status.TAKEN);
    assertThat(statuses(apply(join("ada", session, Key.random())))).containsExactly(Status.MOVED);
  }

  @Test
  void who_cannot_resume_leaves_at_once_when_the_connection_or_the_instance_is_lost() {
    Key second = Key.random();
    apply(terminal("ada", connection), terminal("bob", second), join("eve", session, Key.random()));
    apply(new Operation.Away("ada", connection));
    assertThat(nextEvents()).extracting(Event::username).containsExactly("ada");

    apply(new Operation.Stop(self()));
    assertThat(nextEvents()).extracting(Event::username).containsExactly("bob");
  }

  @Test
  void members_of_an_instance_that_stops_are_away() {
    apply(join("ada", session, connection), new Operation.Watch(self(), true));

    Applied step = apply(new Operation.Stop(self()));

    assertThat(step.events()).isEmpty();
    assertThat(step.readers()).isEmpty();
    assertThat(step.online()).isEqualTo(1);
  }

  @Test
  void readers_are_named_in_every_answer() {
    assertThat(apply(new Operation.Watch(self(), true)).readers()).containsExactly(self());
    assertThat(await(other().apply(room, List.of())).readers()).containsExactly(self());
    assertThat(apply(new Operation.Watch(self(), false)).readers()).isEmpty();
  }

  @Test
  void a_renewed_transcript_has_another_epoch_from_its_end_on() {
    Applied before = apply(join("ada", session, connection), say(Key.random(), "old"));
    String fresh = UUID.randomUUID().toString();
    Operation.Renew renew = new Operation.Renew(before.after().epoch(), fresh);

    Applied step = apply(renew, renew);

    assertThat(step.before().epoch()).isEqualTo(before.after().epoch());
    assertThat(step.after().epoch()).isEqualTo(fresh);
    assertThat(step.after().seq()).isEqualTo(2);
    assertThat(await(store().read(room, 0, 10)).begun()).isEqualTo(2);
    assertThat(apply(say(Key.random(), "new")).events().get(0).seq()).isEqualTo(3);
  }

  @Test
  void steps_of_two_instances_at_once_are_one_after_the_other() {
    Key theirs = Key.random();
    apply(join("ada", session, connection));
    await(other().apply(room, List.of(join("bob", Key.random(), theirs))));
    List<Future<Applied>> steps = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      steps.add(store().apply(room, List.of(say(Key.random(), "a" + i))));
      Operation.Say say =
          new Operation.Say(Key.random(), "bob", theirs, "b" + i, 2, Operation.Say.FIRST_ATTEMPT);
      steps.add(other().apply(room, List.of(say)));
    }
    await(Future.all(steps));

    Page page = await(store().read(room, 0, RoomStore.MOST_EVENTS));
    assertThat(page.events()).hasSize(102);
    assertThat(page.events()).extracting(Event::seq).doesNotHaveDuplicates();
    for (Future<Applied> step : steps) {
      assertThat(page.events()).containsAll(step.result().events());
    }
  }
}
