package dev.starling.chat.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomMergeTest {
  private static final Set<String> ALL = Set.of("a", "b", "c");
  private static final Set<String> TWO = Set.of("a", "b");

  private static RoomState step(RoomState room, Set<String> alive, int joins) {
    return step(room, alive, joins, Term.NONE);
  }

  private static RoomState step(RoomState room, Set<String> alive, int joins, Term confirmed) {
    Conditions conditions = conditions(alive, confirmed);
    for (int i = 0; i < joins; i++) {
      String name = Key.random().toString();
      room.apply(
          "a",
          List.of(
              new Operation.Join(
                  new Operation.Applicant(name, name, Key.random(), Key.random(), true),
                  Key.random(),
                  "a")),
          conditions);
    }
    return room;
  }

  private static Conditions conditions(Set<String> alive, Term confirmed) {
    return new Conditions(
        1, Optional.of(alive), confirmed, new Conditions.Limits(100, 1 << 20, 5_000));
  }

  private static RoomState copy(RoomState room) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RoomStateCodec.write(new DataOutputStream(bytes), room);
    return RoomStateCodec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  @Test
  void a_room_in_which_nothing_happened_gives_way_to_one_with_events() {
    RoomState fresh = new RoomState("fresh");
    RoomState room = step(new RoomState("old"), ALL, 3);
    assertThat(RoomMerge.ofTwo(fresh, room, "new").tail()).isEqualTo(room.tail());
    assertThat(RoomMerge.ofTwo(room, fresh, "new").tail()).isEqualTo(room.tail());
  }

  @Test
  void of_two_that_went_on_one_stays_under_another_epoch() throws IOException {
    RoomState one = step(new RoomState("old"), ALL, 3);
    RoomState two = step(copy(one), TWO, 2);
    step(one, ALL, 1);
    assertThat(RoomMerge.ofTwo(one, two, "new").tail().epoch()).isEqualTo("new");
  }

  @Test
  void with_a_majority_its_acknowledged_event_beats_more_that_were_not() throws IOException {
    RoomState cutOff = step(new RoomState("old"), ALL, 3);
    RoomState majority = step(copy(cutOff), TWO, 1);
    step(cutOff, ALL, 5);
    assertThat(RoomMerge.ofMajority(cutOff, majority).tail()).isEqualTo(majority.tail());
    assertThat(RoomMerge.ofMajority(majority, cutOff).tail()).isEqualTo(majority.tail());
  }

  @Test
  void with_a_majority_a_confirmed_term_beats_more_terms() throws IOException {
    RoomState cutOff = step(new RoomState("old"), ALL, 3);
    RoomState majority = step(copy(cutOff), Set.of("a", "c"), 1);
    step(majority, Set.of("a", "c"), 1, majority.term());
    step(cutOff, TWO, 2);
    step(cutOff, ALL, 2);
    assertThat(cutOff.term().number()).isGreaterThan(majority.term().number());
    assertThat(RoomMerge.ofMajority(cutOff, copy(majority)).tail()).isEqualTo(majority.tail());
    assertThat(RoomMerge.ofMajority(copy(majority), cutOff).tail()).isEqualTo(majority.tail());
  }

  @Test
  void a_term_is_settled_when_a_step_says_that_all_copies_answered_in_it() {
    RoomState room = step(new RoomState("new"), ALL, 1);
    Term first = room.term();
    assertThat(room.isSettled(ALL)).isFalse();
    step(room, ALL, 1, new Term(first.number(), first.origin() + 1));
    step(room, ALL, 1, new Term(first.number() + 1, first.origin()));
    assertThat(room.isSettled(ALL)).isFalse();
    step(room, ALL, 1, first);
    assertThat(room.isSettled(ALL)).isTrue();
    assertThat(room.isSettled(TWO)).isFalse();
    step(room, TWO, 1, first);
    assertThat(room.isSettled(TWO)).isFalse();
  }

  @Test
  void a_term_of_one_side_of_a_cut_confirms_none_of_the_other() throws IOException {
    RoomState one = step(new RoomState("old"), ALL, 1);
    RoomState other = copy(one);
    step(one, TWO, 1);
    step(other, Set.of("a", "c"), 1);
    assertThat(one.term().number()).isEqualTo(other.term().number());
    step(other, Set.of("a", "c"), 1, one.term());
    assertThat(other.isSettled(Set.of("a", "c"))).isFalse();
    step(one, ALL, 1);
    step(other, ALL, 1, one.term());
    step(other, ALL, 1, one.term());
    assertThat(other.isSettled(ALL)).isFalse();
  }

  @Test
  void a_copy_that_was_not_told_of_a_confirmed_term_differs() throws IOException {
    RoomState room = step(new RoomState("old"), ALL, 1);
    RoomState copy = copy(room);
    assertThat(copy.digest()).isEqualTo(room.digest());
    room.apply("a", List.of(), conditions(ALL, room.term()));
    copy.apply("a", List.of(), conditions(ALL, Term.NONE));
    assertThat(copy.digest()).isNotEqualTo(room.digest());
  }

  @Test
  void with_a_majority_a_copy_that_is_behind_gives_way() throws IOException {
    RoomState room = step(new RoomState("old"), ALL, 3);
    RoomState behind = copy(room);
    step(room, ALL, 1);
    assertThat(RoomMerge.ofMajority(behind, room).tail()).isEqualTo(room.tail());
    assertThat(RoomMerge.ofMajority(room, behind).tail()).isEqualTo(room.tail());
  }

  @Test
  void a_copy_knows_under_which_instances_it_was_made() throws IOException {
    RoomState room = step(new RoomState("old"), ALL, 1);
    RoomState copy = copy(room);
    step(room, ALL, 1);
    step(copy, ALL, 1);
    assertThat(copy.term()).isEqualTo(room.term());
  }
}
