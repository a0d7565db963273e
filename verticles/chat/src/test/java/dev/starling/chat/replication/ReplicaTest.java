package dev.starling.chat.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.event.Position;
import dev.starling.chat.store.Page;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicaTest {
  private static final String EPOCH = "epoch";

  private final List<String> told = new ArrayList<>();
  private final ManualLoop loop = new ManualLoop();
  private final List<Event> stored = new ArrayList<>();
  private long forgotten;
  private final Replica replica =
      new Replica(new Stored(), "room", loop, new Told(), ended -> told.add("lost " + ended));

  @BeforeEach
  void open() {
    replica.catchUp();
    loop.pass(60_000);
    told.clear();
  }

  /** An event whose chain is known by its number and the transcript it is of. */
  private static Event event(long seq, int transcript) {
    return new Event(
        seq, chain(seq, transcript), Kind.MESSAGE, new Key(seq, transcript), "ada", "", 0, 1);
  }

  private static long chain(long seq, int transcript) {
    return seq == 0 ? 0 : 1_000L * transcript + seq;
  }

  private static List<Event> events(long from, long to, int transcript) {
    List<Event> events = new ArrayList<>();
    for (long seq = from; seq <= to; seq++) {
      events.add(event(seq, transcript));
    }
    return events;
  }

  private void receive(long from, long to, int transcript) {
    replica.receive(
        new Position(EPOCH, from - 1, chain(from - 1, transcript)), events(from, to, transcript));
  }

  @Test
  void events_that_come_early_and_again_are_passed_on_once_in_sequence() {
    receive(3, 4, 1);
    receive(1, 2, 1);
    receive(2, 3, 1);
    assertThat(told).containsExactly("read 1..4");
  }

  @Test
  void what_does_not_come_is_read_from_the_store() {
    stored.addAll(events(1, 3, 1));
    receive(3, 3, 1);
    assertThat(told).isEmpty();
    loop.pass(60_000);
    assertThat(told).containsExactly("read 1..3");
  }

  @Test
  void a_gap_is_told_before_the_events_behind_it() {
    stored.addAll(events(1, 9, 1));
    forgotten = 5;
    replica.expect(9);
    loop.pass(60_000);
    assertThat(told).containsExactly("skipped 1..5", "read 6..9");
  }

  @Test
  void events_of_another_transcript_that_overlap_are_not_taken() {
    receive(1, 3, 1);
    stored.addAll(events(1, 5, 2));
    receive(2, 5, 2);
    loop.pass(60_000);
    assertThat(told).containsExactly("read 1..3", "lost epoch");
  }

  @Test
  void early_events_of_another_transcript_are_not_taken_either() {
    stored.addAll(events(1, 3, 1));
    receive(3, 3, 2);
    receive(1, 2, 1);
    loop.pass(60_000);
    assertThat(told).containsExactly("read 1..2", "read 3..3");
    assertThat(replica.chain()).hasValue(chain(3, 1));
  }

  @Test
  void a_store_that_ends_earlier_has_lost_something() {
    receive(1, 3, 1);
    stored.addAll(events(1, 2, 1));
    replica.compare(new Position(EPOCH, 2, chain(2, 1)));
    loop.pass(60_000);
    assertThat(told).containsExactly("read 1..3", "lost epoch");
  }

  private final class Told implements Replica.Listener {
    @Override
    public void opened(Position tail) {
      told.add("opened " + tail.seq());
    }

    @Override
    public void published(List<Event> events) {
      told.add("read " + events.get(0).seq() + ".." + events.get(events.size() - 1).seq());
    }

    @Override
    public void skipped(long from, long to) {
      told.add("skipped " + from + ".." + to);
    }

    @Override
    public void restarted(String epoch, long seq) {
      told.add("restarted " + epoch);
    }
  }

  /** What the test says that there is. */
  private final class Stored extends UnusedStore {
    @Override
    public Future<Page> read(String room, long after, int limit) {
      Event last = stored.isEmpty() ? null : stored.get(stored.size() - 1);
      long tail = last == null ? 0 : last.seq();
      long from = Math.max(after, forgotten);
      OptionalLong before =
          after == 0 && forgotten == 0
              ? OptionalLong.of(0)
              : stored.stream()
                  .filter(event -> event.seq() == after && after >= forgotten)
                  .mapToLong(Event::chain)
                  .findFirst();
      return Future.succeededFuture(
          new Page(
              new Position(EPOCH, tail, last == null ? 0 : last.chain()),
              0,
              before,
              stored.stream().filter(event -> event.seq() > from).toList()));
    }
  }
}
