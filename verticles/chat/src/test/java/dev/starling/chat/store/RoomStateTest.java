package dev.starling.chat.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.store.Result.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomStateTest {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(4, 1 << 20, 5_000);

  /** Connections of one instance. */
  private static final int MANY = 10_000;

  private static final int LEAVING_AT_ONCE = 1_000;

  private final RoomState room = new RoomState("epoch");
  private long now;

  @Test
  void who_cannot_resume_leaves_as_soon_as_the_instance_is_gone_and_the_name_is_free() {
    step("a", Set.of("a", "b"), join("terminal", "a", false), join("browser", "a", true));

    Applied found = step("b", Set.of("b"), join("terminal", "b", false));

    assertThat(found.events())
        .extracting(Event::username, Event::kind)
        .containsExactly(tuple("terminal", Kind.LEFT), tuple("terminal", Kind.JOINED));
    assertThat(room.usernames()).containsExactly("browser", "terminal");
    now += LIMITS.graceMillis();
    assertThat(step("b", Set.of("b")).events())
        .extracting(Event::username)
        .containsExactly("browser");
  }

  @Test
  void a_session_is_known_after_its_left_as_long_as_that_is_kept() {
    Operation.Join join = join("ada", "a", true);
    step("a", Set.of("a"), join, new Operation.Leave("ada", join.connection()));
    assertThat(statuses(step("a", Set.of("a"), resume(join)))).containsExactly(Status.RETURNED);

    RoomState small = new RoomState("epoch");
    small.apply("a", List.of(join, new Operation.Leave("ada", join.connection())), conditions());
    for (int i = 0; i < LIMITS.events(); i++) {
      small.apply("a", List.of(join("user" + i, "a", true)), conditions());
    }
    assertThat(statuses(small.apply("a", List.of(resume(join)), conditions())))
        .containsExactly(Status.DONE);
  }

  @Test
  void nobody_leaves_whose_instance_is_lost_and_who_is_back_within_the_grace() {
    List<Operation.Join> joins = enter(MANY, "lost");
    assertThat(step("here", Set.of("here")).events()).isEmpty();
    now += LIMITS.graceMillis() - 1;
    for (Operation.Join join : joins) {
      Applied back = step("here", Set.of("here"), resume(join, "here"));
      assertThat(statuses(back)).containsExactly(Status.MOVED);
      assertThat(back.events()).isEmpty();
    }
    now += 1;
    assertThat(step("here", Set.of("here")).events()).isEmpty();
    assertThat(step("here", Set.of("here")).owned()).isEqualTo(MANY);
  }

  @Test
  void those_who_are_not_back_leave_in_steps_of_a_bounded_size() {
    enter(MANY, "lost");
    step("here", Set.of("here"));
    now += LIMITS.graceMillis();
    for (int left = 0; left < MANY; left += LEAVING_AT_ONCE) {
      assertThat(step("here", Set.of("here")).events()).hasSize(LEAVING_AT_ONCE);
    }
    assertThat(step("here", Set.of("here")).online()).isZero();
  }

  @Test
  void events_have_the_time_of_their_step_and_never_an_earlier_one_than_those_before() {
    now = 10_000;
    step("a", Set.of("a"), join("ada", "a", true));
    now = 6_400;
    step("a", Set.of("a"), join("bob", "a", true));
    now = 10_001;
    step("a", Set.of("a"), join("eve", "a", true), join("joe", "a", true));
    assertThat(room.read(0, 10).events())
        .extracting(Event::at)
        .containsExactly(10_000L, 10_000L, 10_001L, 10_001L);
  }

  @Test
  void a_clock_that_was_ahead_keeps_nobody_away_for_longer_than_the_grace() {
    now = 3_600_000;
    Operation.Join ada = join("ada", "here", true);
    step("here", Set.of("here", "lost"), ada, join("eve", "here", true));
    step("lost", Set.of("here", "lost"), join("bob", "lost", true));
    step("here", Set.of("here"), new Operation.Away("ada", ada.connection()));
    now = 0;
    assertThat(step("here", Set.of("here")).events()).isEmpty();
    now += LIMITS.graceMillis() - 1;
    assertThat(step("here", Set.of("here")).events()).isEmpty();
    now += 1;
    assertThat(step("here", Set.of("here")).events())
        .extracting(Event::username)
        .containsExactlyInAnyOrder("ada", "bob");
    assertThat(room.usernames()).containsExactly("eve");
  }

  private List<Operation.Join> enter(int number, String owner) {
    List<Operation.Join> joins =
        IntStream.range(0, number).mapToObj(i -> join("user" + i, owner, true)).toList();
    step(owner, Set.of(owner, "here"), joins.toArray(Operation[]::new));
    return joins;
  }

  private Applied step(String asker, Set<String> alive, Operation... operations) {
    return room.apply(
        asker, List.of(operations), new Conditions(now, Optional.of(alive), Term.NONE, LIMITS));
  }

  private Conditions conditions() {
    return new Conditions(now, Optional.of(Set.of("a")), Term.NONE, LIMITS);
  }

  private Operation.Join join(String name, String owner, boolean resumable) {
    Key fresh = Key.random();
    return new Operation.Join(
        new Operation.Applicant(name, name, fresh, fresh, resumable), Key.random(), owner);
  }

  private Operation.Join resume(Operation.Join before) {
    return resume(before, before.owner());
  }

  private Operation.Join resume(Operation.Join before, String owner) {
    return new Operation.Join(
        new Operation.Applicant(
            before.user().username(),
            before.user().nameKey(),
            before.user().fresh(),
            Key.random(),
            true),
        Key.random(),
        owner);
  }

  private static List<Status> statuses(Applied step) {
    return step.results().stream().map(Result::status).toList();
  }
}
