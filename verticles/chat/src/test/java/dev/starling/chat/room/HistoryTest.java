package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private final History history = new History(100, 10_000);

  @Test
  void everything_after_an_event_is_given_in_sequence() {
    add(1, 60);
    assertThat(history.after(57).orElseThrow())
        .extracting(Published::seq)
        .containsExactly(58L, 59L, 60L);
    assertThat(history.after(60).orElseThrow()).isEmpty();
    assertThat(history.after(0).orElseThrow()).hasSize(60);
  }

  @Test
  void the_oldest_are_forgotten_and_nothing_is_given_in_part() {
    add(1, 1_000);
    assertThat(history.after(899)).isEmpty();
    assertThat(history.forgottenTo()).isEqualTo(900);
    assertThat(history.after(900).orElseThrow()).hasSize(100);
  }

  @Test
  void long_events_are_forgotten_sooner() {
    for (int seq = 1; seq <= 20; seq++) {
      history.add(event(seq, 500));
    }
    assertThat(history.after(9)).isEmpty();
    assertThat(history.after(10).orElseThrow()).hasSize(10);
  }

  @Test
  void it_begins_after_the_event_it_is_reset_to() {
    add(1, 10);
    history.reset(500);
    assertThat(history.after(499)).isEmpty();
    add(501, 502);
    assertThat(history.after(500).orElseThrow())
        .extracting(Published::seq)
        .containsExactly(501L, 502L);
  }

  private void add(long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      history.add(event(seq, 10));
    }
  }

  private static Published event(long seq, int bytes) {
    return new Published(seq, Buffer.buffer(new byte[bytes]), Buffer.buffer(new byte[bytes]));
  }
}
