package dev.starling.chat.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.replication.EarlyEvents.Link;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EarlyEventsTest {
  private final EarlyEvents early = new EarlyEvents();

  @Test
  void each_comes_in_its_turn_and_those_whose_turn_is_over_go() {
    early.add(event(5, ""));
    early.add(event(3, ""));
    early.add(event(4, ""));
    assertThat(early.next(2)).isNull();
    assertThat(early.last()).isEqualTo(5);
    assertThat(early.next(4).event().seq()).isEqualTo(4);
    assertThat(early.next(4)).isNull();
    assertThat(early.next(5).event().seq()).isEqualTo(5);
    assertThat(early.isEmpty()).isTrue();
  }

  @Test
  void beyond_the_bytes_the_latest_are_let_go_however_few_or_many_they_are() {
    String megabyte = "x".repeat(1 << 20);
    for (int seq = 100; seq > 1; seq--) {
      early.add(event(seq, megabyte));
    }
    assertThat(early.last()).isLessThanOrEqualTo(9);
    assertThat(early.next(2)).isNotNull();
    early.clear();
    for (int seq = 2; seq < 200_000; seq++) {
      early.add(event(seq, ""));
    }
    assertThat(early.last()).isBetween(30_000L, 100_000L);
  }

  @Test
  void the_same_event_again_takes_no_more_room() {
    String megabyte = "x".repeat(1 << 20);
    for (int i = 0; i < 100; i++) {
      early.add(event(7, megabyte));
      early.add(event(8, megabyte));
    }
    assertThat(early.last()).isEqualTo(8);
  }

  private static Link event(long seq, String text) {
    Event event = new Event(seq, seq, Kind.MESSAGE, new Key(seq, seq), "ada", text, 0, 1);
    return new Link(OptionalLong.empty(), event);
  }
}
