package dev.starling.chat.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private final List<Happening> told = new ArrayList<>();
  private final Transcript transcript = new Transcript(100, 10, told::add);

  @Test
  void events_are_passed_on_in_sequence_however_they_come() {
    transcript.receive(message(3, "c"));
    transcript.receive(message(1, "a"));
    assertThat(seqs()).containsExactly(1L);
    assertThat(transcript.isWaiting()).isTrue();

    transcript.receive(message(2, "b"));
    assertThat(seqs()).containsExactly(1L, 2L, 3L);
    assertThat(transcript.isWaiting()).isFalse();
  }

  @Test
  void an_event_that_comes_again_is_not_passed_on_again() {
    transcript.receive(message(1, "a"));
    transcript.receive(message(1, "a"));
    transcript.receive(message(3, "c"));
    transcript.receive(message(3, "c"));
    transcript.receive(message(2, "b"));
    assertThat(seqs()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void what_was_written_twice_counts_where_it_was_first() {
    transcript.receive(message(1, "a"));
    transcript.receive(message(2, "a"));
    transcript.receive(message(3, "b"));
    assertThat(seqs()).containsExactly(1L, 3L);
    assertThat(transcript.seq()).isEqualTo(3);
    assertThat(transcript.seqOf("a")).hasValue(1);
  }

  @Test
  void a_key_is_forgotten_when_it_is_as_old_as_the_memory_is_long() {
    for (int seq = 1; seq <= 101; seq++) {
      transcript.receive(message(seq, "key " + seq));
    }
    assertThat(transcript.seqOf("key 1")).isEmpty();
    assertThat(transcript.seqOf("key 2")).hasValue(2);
  }

  @Test
  void no_more_is_held_back_than_allowed_and_what_is_dropped_can_be_fetched() {
    for (int seq = 2; seq <= 50; seq++) {
      transcript.receive(message(seq, "key " + seq));
    }
    transcript.receive(message(1, "key 1"));
    assertThat(transcript.seq()).isEqualTo(11);
    for (int seq = 12; seq <= 50; seq++) {
      transcript.receive(message(seq, "key " + seq));
    }
    assertThat(transcript.seq()).isEqualTo(50);
  }

  @Test
  void what_the_log_lost_is_gone_over() {
    transcript.receive(message(1, "a"));
    transcript.receive(message(7, "g"));
    transcript.receive(message(9, "i"));
    transcript.skip(6);
    assertThat(seqs()).containsExactly(1L, 7L);
    transcript.skip(8);
    assertThat(seqs()).containsExactly(1L, 7L, 9L);
    transcript.skip(3);
    assertThat(transcript.seq()).isEqualTo(9);
  }

  @Test
  void users_are_counted_as_they_come_and_go() {
    transcript.receive(Draft.joined("ada", "1", 0).at(1));
    transcript.receive(Draft.joined("grace", "2", 0).at(2));
    transcript.receive(Draft.left("ada", "1", 0).at(3));
    assertThat(told).extracting(Happening::online).containsExactly(1, 2, 1);
    assertThat(transcript.usernames()).containsExactly("grace");
  }

  @Test
  void who_left_under_an_earlier_join_is_still_here() {
    transcript.receive(Draft.joined("ada", "1", 0).at(1));
    transcript.receive(Draft.joined("ada", "2", 0).at(2));
    transcript.receive(Draft.left("ada", "1", 0).at(3));
    assertThat(transcript.joins()).isEqualTo(Map.of("ada", "2"));
    assertThat(transcript.online()).isEqualTo(1);
  }

  @Test
  void it_begins_at_the_place_it_is_reset_to_and_knows_the_counts_before() {
    List<Happening> before =
        transcript.reset(
            List.of(
                Draft.joined("ada", "1", 0).at(5),
                Draft.joined("grace", "2", 0).at(6),
                Draft.left("alan", "0", 0).at(7)),
            7,
            Map.of("ada", "1", "grace", "2"));
    assertThat(before).extracting(Happening::online).containsExactly(2, 3, 2);
    transcript.receive(message(7, "g"));
    transcript.receive(message(8, "h"));
    assertThat(seqs()).containsExactly(8L);
    assertThat(transcript.seqOf("+1")).hasValue(5);
  }

  private List<Long> seqs() {
    return told.stream().map(happening -> happening.event().seq()).toList();
  }

  private static Event message(long seq, String key) {
    return new Event(seq, Kind.MESSAGE, key, "ada", "text", 0);
  }
}
