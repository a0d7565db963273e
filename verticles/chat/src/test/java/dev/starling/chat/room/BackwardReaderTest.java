package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.event.Position;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackwardReaderTest {
  private static final String EPOCH = "e";
  private static final int BYTES = 10;
  private static final long UNBOUNDED = Long.MAX_VALUE;

  /** Events that are kept: from 11 to 50. */
  private final SlowStore store = new SlowStore(11, 50);

  private final BackwardReader reader =
      new BackwardReader(
          store,
          "main",
          event ->
              new EncodedEvent(
                  event.seq(), event.chain(), Buffer.buffer(), Buffer.buffer(new byte[BYTES])));

  @Test
  void the_events_before_one_end_just_before_it() {
    assertThat(read(30, 5, UNBOUNDED)).containsExactly(25L, 26L, 27L, 28L, 29L);
  }

  @Test
  void a_place_beyond_the_end_means_the_newest() {
    assertThat(read(Long.MAX_VALUE, 3, UNBOUNDED)).containsExactly(48L, 49L, 50L);
    assertThat(read(51, 3, UNBOUNDED)).containsExactly(48L, 49L, 50L);
    assertThat(read(60, 3, UNBOUNDED)).containsExactly(48L, 49L, 50L);
  }

  @Test
  void what_is_no_longer_kept_is_missing() {
    assertThat(read(13, 5, UNBOUNDED)).containsExactly(11L, 12L);
    assertThat(read(11, 5, UNBOUNDED)).isEmpty();
    assertThat(read(1, 5, UNBOUNDED)).isEmpty();
  }

  @Test
  void pages_with_fewer_events_than_asked_for_are_put_together() {
    store.most = 2;
    assertThat(read(30, 5, UNBOUNDED)).containsExactly(25L, 26L, 27L, 28L, 29L);
    assertThat(read(Long.MAX_VALUE, 4, UNBOUNDED)).containsExactly(47L, 48L, 49L, 50L);
  }

  @Test
  void of_too_many_bytes_the_last_events_stay() {
    assertThat(read(30, 20, 3 * BYTES)).containsExactly(27L, 28L, 29L);
    store.most = 2;
    assertThat(read(30, 20, 3 * BYTES)).containsExactly(27L, 28L, 29L);
    assertThat(read(30, 20, 1)).as("one is longer").containsExactly(29L);
  }

  @Test
  void an_empty_room_has_none() {
    BackwardReader empty = new BackwardReader(new SlowStore(1, 0), "main", event -> null);
    assertThat(empty.read(Long.MAX_VALUE, 5, UNBOUNDED).result().events()).isEmpty();
  }

  private List<Long> read(long before, int limit, long mostBytes) {
    RoomVerticle.Excerpt excerpt = reader.read(before, limit, mostBytes).result();
    assertThat(excerpt.tail()).isEqualTo(50);
    assertThat(excerpt.epoch()).isEqualTo(EPOCH);
    return excerpt.events().stream().map(EncodedEvent::seq).toList();
  }

  /** Gives at most so many events at once, as a store does whose events are long. */
  private static final class SlowStore implements RoomStore {
    private final long first;
    private final long tail;
    private int most = MOST_EVENTS;

    private SlowStore(long first, long tail) {
      this.first = first;
      this.tail = tail;
    }

    @Override
    public Future<Page> read(String room, long after, int limit) {
      assertThat(limit).isBetween(1, MOST_EVENTS);
      long from = Math.max(first, after == Long.MAX_VALUE ? after : after + 1);
      List<Event> events =
          LongStream.rangeClosed(from, tail)
              .limit(Math.min(limit, most))
              .mapToObj(
                  seq -> new Event(seq, seq, Kind.MESSAGE, new Key(seq, seq), "ada", "text", 0, 1))
              .toList();
      return Future.succeededFuture(
          new Page(new Position(EPOCH, tail, tail), 0, OptionalLong.empty(), events));
    }

    @Override
    public Future<Void> open() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Applied> apply(String room, List<Operation> operations) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<List<String>> usernames(String room) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Map<Key, String>> connections(String room) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.empty();
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }
}
