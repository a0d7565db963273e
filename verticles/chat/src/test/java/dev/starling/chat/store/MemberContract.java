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

/** Members of a room in any {@link RoomStore}: joins, sessions, moves, grace and departures. */
abstract class MemberContract {
  private static final long PATIENCE_SECONDS = 30;

  final Key session = Key.random();
  final Key connection = Key.random();
  String room;

  @BeforeEach
  void beginInAnotherRoom() {
    room = "room-" + UUID.randomUUID();
  }

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

  Applied apply(Operation... operations) {
    return await(store().apply(room, List.of(operations)));
  }

  Operation.Join join(String name, Key withSession, Key withConnection) {
    return resuming(name, withSession, withSession, withConnection);
  }

  private Operation.Join resuming(String name, Key resumed, Key fresh, Key withConnection) {
    return new Operation.Join(
        new Operation.Applicant(name, name, resumed, fresh, true), withConnection, self());
  }

  private Operation.Join terminal(String name, Key withConnection) {
    Key fresh = Key.random();
    return new Operation.Join(
        new Operation.Applicant(name, name, fresh, fresh, false), withConnection, self());
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

  Operation.Say say(Key key, String text) {
    return new Operation.Say(key, "ada", connection, text, Operation.Say.FIRST_ATTEMPT);
  }

  static List<Status> statuses(Applied step) {
    return step.results().stream().map(Result::status).toList();
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
    Operation.Leave leave = new Operation.Leave("ada", connection);

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
    apply(new Operation.Leave("ada", connection));

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
    apply(join("ada", session, connection), new Operation.Leave("ada", connection));
    Key next = Key.random();
    Key third = Key.random();
    Operation.Join back = resuming("ada", session, Key.random(), next);

    Applied step =
        apply(
            resuming("bob", session, Key.random(), Key.random()),
            back,
            back,
            new Operation.Leave("ada", next),
            resuming("ada", session, Key.random(), third));

    assertThat(statuses(step))
        .containsExactly(Status.DONE, Status.RETURNED, Status.MOVED, Status.DONE, Status.RETURNED);
    assertThat(step.events()).hasSize(4);
    assertThat(statuses(apply(join("bob", session, Key.random())))).containsExactly(Status.TAKEN);
    assertThat(statuses(apply(join("ada", session, Key.random())))).containsExactly(Status.MOVED);
  }

  @Test
  void a_connection_does_not_take_its_place_back_from_a_later_one_of_its_session() {
    apply(join("ada", session, connection));
    Key later = Key.random();
    apply(join("ada", session, later));
    Operation.Join again = resuming("ada", Key.random(), session, Key.random());

    assertThat(statuses(apply(again, again))).containsExactly(Status.ABSENT, Status.ABSENT);
    assertThat(await(store().connections(room))).containsOnlyKeys(later);

    Applied left = apply(new Operation.Leave("ada", later), again);
    assertThat(statuses(left)).containsExactly(Status.DONE, Status.DONE);
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
}
