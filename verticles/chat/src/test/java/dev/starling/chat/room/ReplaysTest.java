package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.event.Position;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.fanout.ReplaySource;
import dev.starling.chat.replication.ManualLoop;
import dev.starling.chat.replication.UnusedStore;
import dev.starling.chat.store.Page;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More clients are behind at once than the budget of replays allows. */
class ReplaysTest {
  private static final Position OPENED = new Position("epoch", 1_000, 7);
  private static final Buffer LONG = Buffer.buffer("x".repeat(64 * 1024));

  private final ManualLoop loop = new ManualLoop();
  private final SlowStore store = new SlowStore();
  private final TranscriptFeed feed =
      new TranscriptFeed(
          store,
          "main",
          loop,
          ReplaysTest::encode,
          new UserList(null, store, "main"),
          new RoomMetrics(new SimpleMeterRegistry(), null));

  @BeforeEach
  void open() {
    feed.opened(OPENED);
  }

  @Test
  void a_page_that_waits_is_read_as_soon_as_another_has_been() {
    Future<ReplaySource.Next> last = askedByTooMany();
    store.asked.get(0).complete(page());
    loop.pass(Replays.MOST_WAIT_MILLIS - 1);
    assertThat(last.isComplete()).isFalse();
    store.asked.get(store.asked.size() - 1).complete(page());
    loop.pass(Replays.MOST_WAIT_MILLIS);
    assertThat(last.result().page()).isNotNull();
  }

  @Test
  void who_waits_for_too_long_goes_on_where_the_journal_begins() {
    Future<ReplaySource.Next> last = askedByTooMany();
    loop.pass(Replays.MOST_WAIT_MILLIS);
    assertThat(last.result().node().seq()).isEqualTo(OPENED.seq());
    int asked = store.asked.size();
    store.asked.get(0).complete(page());
    loop.run();
    assertThat(store.asked).as("nobody waits any more").hasSize(asked);
  }

  @Test
  void pages_that_nobody_takes_keep_others_waiting_no_longer_than_that() {
    for (int i = 0; i < 256; i++) {
      feed.after("epoch", 1, OptionalLong.empty());
      store.asked.get(i).complete(page());
      loop.run();
    }
    Future<ReplaySource.Next> last = feed.after("epoch", 1, OptionalLong.empty());
    assertThat(store.asked).hasSize(256);
    loop.pass(Replays.MOST_WAIT_MILLIS);
    assertThat(last.result().node().seq()).isEqualTo(OPENED.seq());
  }

  @Test
  void a_page_is_wanted_while_others_wait_for_what_it_holds_and_for_nothing_else() {
    List<Future<ReplaySource.Next>> held = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      held.add(feed.after("epoch", 1, OptionalLong.empty()));
      store.asked.get(i).complete(page());
      loop.run();
    }
    ReplaySource.Hold hold = held.get(0).result().hold();
    assertThat(hold.isWanted()).as("nobody waits").isFalse();
    feed.after("epoch", 1, OptionalLong.empty());
    assertThat(hold.isWanted()).isTrue();
    held.get(1).result().hold().release();
    loop.run();
    assertThat(store.asked).as("it was its turn").hasSize(257);
    assertThat(hold.isWanted()).isFalse();
    askedByTooMany();
    assertThat(hold.isWanted()).as("those wait for the store").isFalse();
  }

  @Test
  void a_subscriber_of_an_epoch_that_is_not_known_here_is_not_told_the_one_before() {
    askedByTooMany();
    Future<ReplaySource.Next> ahead = feed.after("next epoch", 3, OptionalLong.of(9));
    loop.pass(Replays.MOST_WAIT_MILLIS);
    assertThat(ahead.cause()).isInstanceOf(Turns.Overdue.class);
  }

  @Test
  void who_is_not_behind_the_journal_is_never_told_a_gap() {
    askedByTooMany();
    Future<ReplaySource.Next> ahead = feed.after("epoch", OPENED.seq() + 3, OptionalLong.of(9));
    loop.pass(Replays.MOST_WAIT_MILLIS);
    assertThat(ahead.cause()).isInstanceOf(Turns.Overdue.class);
  }

  @Test
  void who_asks_over_http_is_told_to_ask_again() {
    Future<RoomVerticle.Excerpt> read = feed.read(1, 10);
    for (int asked = -1; asked < store.asked.size(); ) {
      asked = store.asked.size();
      read = feed.read(1, 10);
    }
    loop.pass(Replays.MOST_HTTP_WAIT_MILLIS);
    assertThat(read.cause()).hasMessage("too many read the transcript at once");
  }

  @Test
  void who_is_told_a_gap_can_read_the_rest_over_http() {
    askedByTooMany();
    Future<RoomVerticle.Excerpt> read = feed.read(1, 10);
    store.asked.get(store.asked.size() - 1).complete(page());
    loop.run();
    assertThat(read.result().events()).hasSize(1);
  }

  private Future<ReplaySource.Next> askedByTooMany() {
    Future<ReplaySource.Next> next = feed.after("epoch", 1, OptionalLong.empty());
    for (int asked = -1; asked < store.asked.size(); ) {
      asked = store.asked.size();
      next = feed.after("epoch", 1, OptionalLong.empty());
    }
    return next;
  }

  private static Page page() {
    Event event = new Event(2, 2, Kind.MESSAGE, new Key(1, 2), "ada", "hello", 0, 1);
    return new Page(OPENED, 0, OptionalLong.empty(), List.of(event));
  }

  private static EncodedEvent encode(Event event) {
    return new EncodedEvent(event.seq(), event.chain(), LONG, LONG);
  }

  /** Answers when the test does. */
  private static final class SlowStore extends UnusedStore {
    final List<Promise<Page>> asked = new ArrayList<>();

    @Override
    public Future<Page> read(String room, long after, int limit) {
      Promise<Page> page = Promise.promise();
      asked.add(page);
      return page.future();
    }
  }
}
