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
import org.junit.jupiter.api.Test;

/** What every {@link RoomStore} does; each has a test that extends this. */
public abstract class StoreContract extends MemberContract {
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
        new Operation.Say(Key.random(), "bob", stranger, "boo", Operation.Say.FIRST_ATTEMPT);

    Applied step = apply(join("ada", session, connection), absent, say(Key.random(), "hi"));

    assertThat(statuses(step)).containsExactly(Status.DONE, Status.ABSENT, Status.DONE);
    assertThat(step.events()).hasSize(2);
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
          new Operation.Say(Key.random(), "bob", theirs, "b" + i, Operation.Say.FIRST_ATTEMPT);
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
