package dev.starling.chat.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Position;
import dev.starling.net.websocket.TextFrames;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final Journal journal = new Journal(1_000, 1 << 20);

  @Test
  void batches_that_wait_are_one_piece() {
    journal.open(new Position("epoch", 0, 0));
    Journal.Node start = journal.end();
    journal.append(batch(1, 2));
    journal.append(batch(3, 3));
    Journal.Piece piece = start.next().piece(journal.end());
    assertThat(piece.events()).isEqualTo(3);
    assertThat(piece.last()).isSameAs(journal.end());
  }

  @Test
  void a_piece_ends_before_a_gap_and_at_the_end_that_was_seen() {
    journal.open(new Position("epoch", 0, 0));
    Journal.Node start = journal.end();
    journal.append(batch(1, 2));
    journal.append(batch(3, 3));
    Journal.Node until = journal.end();
    journal.append(batch(4, 5));
    journal.appendGap(6, 9);
    journal.append(batch(10, 10));
    Journal.Node end = journal.end();
    assertThat(start.next().piece(until).events()).isEqualTo(3);
    assertThat(start.next().piece(end).events()).isEqualTo(5);
    assertThat(start.next().piece(end).last().next().piece(end).events()).isZero();
  }

  @Test
  void many_events_are_appended_as_pages_and_two_pages_are_no_piece() {
    journal.open(new Position("epoch", 0, 0));
    Journal.Node start = journal.end();
    journal.append(batch(1, 250));
    assertThat(start.next().piece(journal.end()).events()).isEqualTo(100);
    assertThat(start.next().next().seq()).isEqualTo(200);
    assertThat(journal.end().seq()).isEqualTo(250);
  }

  @Test
  void long_events_make_small_pages_and_the_longest_is_a_page_by_itself() {
    Buffer half = Buffer.buffer(new byte[Batch.PAGE_BYTES / 2]);
    Buffer twice = Buffer.buffer(new byte[Batch.PAGE_BYTES * 2]);
    Batch batch =
        new Batch(
            List.of(
                new EncodedEvent(1, 1, half, half),
                new EncodedEvent(2, 2, half, half),
                new EncodedEvent(3, 3, half, half),
                new EncodedEvent(4, 4, twice, twice),
                event(5)));
    assertThat(batch.pages()).extracting(Batch::first).containsExactly(1L, 3L, 4L, 5L);
    assertThat(batch.pages()).extracting(Batch::last).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void a_place_is_found_by_number_and_chain_where_the_chain_is_known() {
    journal.open(new Position("epoch", 5, 55));
    Journal.Node start = journal.end();
    assertThat(journal.find(5, OptionalLong.of(55))).isSameAs(start);
    assertThat(journal.find(5, OptionalLong.of(56))).isNull();
    assertThat(journal.find(4, OptionalLong.empty())).isNull();
    journal.append(batch(6, 8));
    assertThat(journal.find(7, OptionalLong.of(7))).isSameAs(start);
    assertThat(journal.find(7, OptionalLong.of(8))).isNull();
    assertThat(journal.find(8, OptionalLong.of(8))).isSameAs(journal.end());
    journal.appendGap(9, 10);
    assertThat(journal.find(10, OptionalLong.of(10))).isNull();
    assertThat(journal.find(10, OptionalLong.empty())).isSameAs(journal.end());
  }

  @Test
  void a_batch_can_be_cut_on_both_sides() {
    Batch batch = batch(3, 6);
    assertThat(batch.upTo(2)).isNull();
    assertThat(batch.upTo(4).last()).isEqualTo(4);
    assertThat(batch.upTo(9).last()).isEqualTo(6);
    assertThat(batch.after(4).first()).isEqualTo(5);
    assertThat(batch.after(2)).isSameAs(batch);
  }

  @Test
  void the_forms_of_a_batch_are_its_events_one_after_another() {
    assertThat(batch(1, 2).lines().toString()).isEqualTo("line\nline\n");
    assertThat(batch(1, 2).frames())
        .isEqualTo(TextFrames.append(TextFrames.of(Buffer.buffer("{}")), Buffer.buffer("{}")));
  }

  private static Batch batch(long first, long last) {
    return new Batch(LongStream.rangeClosed(first, last).mapToObj(JournalTest::event).toList());
  }

  private static EncodedEvent event(long seq) {
    return new EncodedEvent(seq, seq, Buffer.buffer("line\n"), Buffer.buffer("{}"));
  }
}
