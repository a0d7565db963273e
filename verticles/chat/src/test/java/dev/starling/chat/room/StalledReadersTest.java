package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.event.Position;
import dev.starling.chat.fanout.Batch;
import dev.starling.chat.fanout.EncodedEvent;
import dev.starling.chat.fanout.EventLoopFanout;
import dev.starling.chat.fanout.ReplaySource;
import dev.starling.chat.fanout.Subscriber;
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
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Clients that come back far behind, read one page and then nothing, use up the budget. */
class StalledReadersTest {
  private static final String EPOCH = "epoch";
  private static final long TAIL = 1_000;
  private static final Buffer LONG = Buffer.buffer("x".repeat(Batch.PAGE_BYTES));

  private final ManualLoop loop = new ManualLoop();
  private final Archive store = new Archive();
  private final TranscriptFeed feed =
      new TranscriptFeed(
          store,
          "main",
          loop,
          event -> new EncodedEvent(event.seq(), event.chain(), LONG, LONG),
          new UserList(null, store, "main"),
          new RoomMetrics(new SimpleMeterRegistry(), null));
  private final EventLoopFanout fanout =
      new EventLoopFanout(loop, feed.journal(), this::after, new LongAdder());

  private Future<ReplaySource.Next> after(String epoch, long seq, OptionalLong chain) {
    Promise<ReplaySource.Next> next = Promise.promise();
    loop.post(() -> feed.after(epoch, seq, chain).onComplete(next));
    return next.future();
  }

  private Client comesBack(boolean stalled) {
    Client client = new Client(stalled);
    fanout.subscribe(client, EPOCH, 0, OptionalLong.of(0));
    return client;
  }

  @Test
  void one_that_reads_gets_all_that_it_missed_beside_any_number_that_do_not() {
    feed.opened(new Position(EPOCH, TAIL, TAIL));
    fanout.wake();
    List<Client> stalled = Stream.generate(() -> comesBack(true)).limit(400).toList();
    loop.pass(60_000);
    Client reading = comesBack(false);
    loop.pass(20_000);
    assertThat(reading.gaps).isEmpty();
    assertThat(reading.last).isEqualTo(TAIL);
    assertThat(stalled).anyMatch(client -> client.closed).anyMatch(client -> !client.closed);
    assertThat(stalled).allMatch(client -> client.last <= 1);
  }

  /** Reads all at once, or one page. */
  private final class Client implements Subscriber {
    private final boolean stalls;
    private final List<String> gaps = new ArrayList<>();
    private long last;
    private boolean closed;

    Client(boolean stalls) {
      this.stalls = stalls;
    }

    @Override
    public void deliver(Batch batch) {
      assertThat(batch.first()).isEqualTo(last + 1);
      last = batch.last();
    }

    @Override
    public void gap(long from, long to) {
      gaps.add(from + ".." + to);
    }

    @Override
    public void restarted(String epoch, long seq) {
      gaps.add("restarted " + epoch);
    }

    @Override
    public boolean isFull() {
      return stalls && last > 0;
    }

    @Override
    public void whenDrained(Runnable step) {
      // It never is.
    }

    @Override
    public void tooSlow() {
      failed();
    }

    @Override
    public void failed() {
      closed = true;
      fanout.unsubscribe(this);
    }

    @Override
    public boolean isClosed() {
      return closed;
    }
  }

  /** Has every event, and answers at once. */
  private static final class Archive extends UnusedStore {
    @Override
    public Future<Page> read(String room, long after, int limit) {
      List<Event> next =
          after == TAIL
              ? List.of()
              : List.of(
                  new Event(
                      after + 1, after + 1, Kind.MESSAGE, new Key(1, after), "ada", "text", 0, 1));
      return Future.succeededFuture(
          new Page(new Position(EPOCH, TAIL, TAIL), 0, OptionalLong.of(after), next));
    }
  }
}
