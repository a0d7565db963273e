package dev.starling.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final List<String> written = new ArrayList<>();
  private final LongAdder held = new LongAdder();
  private int room = Integer.MAX_VALUE;
  private final Outbox outbox =
      new Outbox(
          new Outbox.Sink() {
            @Override
            public boolean isFull() {
              return room <= 0;
            }

            @Override
            public void write(Buffer data) {
              room--;
              written.add(data.toString());
            }
          },
          10,
          held);

  @Test
  void what_the_sink_takes_does_not_wait() {
    outbox.write(Buffer.buffer("a"));
    assertThat(outbox.offer(Buffer.buffer("b"))).isTrue();
    assertThat(written).containsExactly("a", "b");
    assertThat(outbox.isBlocked()).isFalse();
  }

  @Test
  void what_waits_is_written_in_order_as_the_sink_drains() {
    room = 0;
    outbox.write(Buffer.buffer("a"));
    outbox.offer(Buffer.buffer("b"));
    outbox.write(Buffer.buffer("c"));
    assertThat(written).isEmpty();
    room = 2;
    outbox.drain();
    assertThat(written).containsExactly("a", "b");
    assertThat(outbox.waitingBytes()).isEqualTo(1);
    room = 2;
    outbox.write(Buffer.buffer("d"));
    outbox.drain();
    assertThat(written).containsExactly("a", "b", "c", "d");
  }

  @Test
  void an_offer_beyond_the_limit_is_refused_and_changes_nothing() {
    room = 0;
    assertThat(outbox.offer(Buffer.buffer("12345678"))).isTrue();
    assertThat(outbox.offer(Buffer.buffer("9AB"))).isFalse();
    assertThat(outbox.offer(Buffer.buffer("9A"))).isTrue();
    assertThat(outbox.waitingBytes()).isEqualTo(10);
  }

  @Test
  void an_answer_is_not_subject_to_the_limit() {
    room = 0;
    outbox.write(Buffer.buffer("123456789ABCDEF"));
    assertThat(outbox.waitingBytes()).isEqualTo(15);
  }

  @Test
  void an_offer_longer_than_the_limit_passes_while_nothing_has_to_wait() {
    assertThat(outbox.offer(Buffer.buffer("123456789ABCDEF"))).isTrue();
    assertThat(written).hasSize(1);
  }

  @Test
  void what_waits_is_part_of_the_sum_until_it_is_written_or_let_go() {
    room = 0;
    outbox.write(Buffer.buffer("abc"));
    outbox.offer(Buffer.buffer("de"));
    assertThat(held.sum()).isEqualTo(5);
    room = 1;
    outbox.drain();
    assertThat(held.sum()).isEqualTo(2);
    outbox.discard();
    assertThat(held.sum()).isZero();
    outbox.write(Buffer.buffer("f"));
    assertThat(held.sum()).isZero();
    assertThat(written).containsExactly("abc");
  }
}
