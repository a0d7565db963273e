package dev.starling.chat.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final Journal journal = new Journal(100, 1 << 20);

  @Test
  void batches_that_wait_are_one_piece() {
    journal.open("epoch", 0);
    Journal.Node start = journal.end();
    journal.append(batch(1, 2));
    journal.append(batch(3, 3));
    Journal.Piece piece = start.next().piece(journal.end(), 10);
    assertThat(piece.events()).isEqualTo(3);
    assertThat(piece.last()).isSameAs(journal.end());
  }

  @Test
  void a_piece_ends_before_a_gap_and_at_its_limits() {
    journal.open("epoch", 0);
    Journal.Node start = journal.end();
    journal.append(batch(1, 2));
    journal.append(batch(3, 3));
    Journal.Node until = journal.end();
    journal.append(batch(4, 5));
    journal.appendGap(6, 9);
    journal.append(batch(10, 10));
    Journal.Node end = journal.end();
    assertThat(start.next().piece(until, 10).events()).isEqualTo(3);
    assertThat(start.next().piece(end, 10).events()).isEqualTo(5);
    assertThat(start.next().piece(end, 2).events()).isEqualTo(2);
    assertThat(start.next().piece(end, 10).last().next().piece(end, 10).events()).isZero();
  }

  private static Batch batch(long first, long last) {
    return new Batch(LongStream.rangeClosed(first, last).mapToObj(JournalTest::event).toList());
  }

  private static EncodedEvent event(long seq) {
    return new EncodedEvent(seq, seq, Buffer.buffer("line\n"), Buffer.buffer("{}"));
  }
}
