package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.log.MemoryLog;
import dev.starling.chat.log.TranscriptLog;
import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Happening;
import dev.starling.chat.transcript.Kind;
import dev.starling.chat.transcript.Transcript;
import dev.starling.shared.bus.Bus;
import dev.starling.shared.cluster.Membership;
import dev.starling.shared.roster.LiveRoster;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class FollowerTest {
  private static final int MEMORY = 100;

  private final Vertx vertx = Vertx.vertx();
  private final MovingLog log = new MovingLog();
  private final AtomicInteger openings = new AtomicInteger();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Mailbox mailbox = new Mailbox(vertx.getOrCreateContext(), () -> {});
  private final Transcript transcript =
      new Transcript(MEMORY, MEMORY, happening -> told.add("event " + happening.event().seq()));
  private final Follower follower = follower();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void an_answer_of_who_has_just_given_the_log_away_does_not_begin_a_new_epoch()
      throws TimeoutException {
    log.append(List.of(message("one"), message("two")));
    catchUp();
    log.behind = true;

    catchUp();

    assertThat(transcript.seq()).isEqualTo(2);
    assertThat(openings).hasValue(1);
    assertThat(log.renewals).hasValue(0);
  }

  @Test
  void a_log_that_still_ends_sooner_once_everything_has_its_place_is_another_one()
      throws TimeoutException {
    log.append(List.of(message("one"), message("two")));
    catchUp();
    log.behind = true;
    log.forGood = true;

    mailbox.post(follower::catchUp);
    log.renewed.future().await(60, TimeUnit.SECONDS);

    assertThat(log.renewals.get()).isPositive();
  }

  @Test
  void a_gap_is_told_before_the_events_behind_it() throws TimeoutException {
    log.append(List.of(message("one")));
    catchUp();
    log.append(List.of(message("two"), message("three"), message("four"), message("five")));
    // The bus brought the fourth; the second and third are no longer in the log.
    mailbox.post(() -> follower.receive(follower.epoch(), List.of(message("four").at(4))));
    log.trimmedTo = 3;

    catchUp();

    assertThat(told).containsExactly("gap 2..3", "event 4", "event 5");
  }

  private void catchUp() throws TimeoutException {
    Promise<Void> caughtUp = Promise.promise();
    mailbox.post(() -> follower.catchUp().onComplete(caughtUp));
    caughtUp.future().await(60, TimeUnit.SECONDS);
  }

  private Follower follower() {
    Membership membership = Membership.alone("self");
    Standing standing =
        new Standing("chat", membership, new LiveRoster("chat", new Bus(vertx), membership), 0);
    Follower.Listener listener =
        new Follower.Listener() {
          @Override
          public void opened(List<Happening> last, long seq) {
            openings.incrementAndGet();
          }

          @Override
          public void skipped(long from, long to) {
            told.add("gap " + from + ".." + to);
          }
        };
    return new Follower(log, new LocalNames(), transcript, mailbox, MEMORY, standing, listener);
  }

  private static Draft message(String key) {
    return new Draft(Kind.MESSAGE, key, "ada", "text", 0);
  }

  /** A log that is moved to another member: until it has settled, reading it may be behind. */
  private static final class MovingLog implements TranscriptLog {
    private final MemoryLog all = new MemoryLog(MEMORY);
    private final AtomicInteger renewals = new AtomicInteger();
    private final Promise<Void> renewed = Promise.promise();
    private volatile boolean behind;
    private volatile boolean forGood;
    private volatile long trimmedTo;

    @Override
    public Future<Opening> open() {
      return all.open();
    }

    @Override
    public Future<Appended> append(List<Draft> batch) {
      return all.append(batch);
    }

    @Override
    public Future<Page> readAfter(long seq, int limit) {
      return all.readAfter(Math.max(seq, trimmedTo), limit)
          .map(page -> behind ? new Page(page.epoch(), List.of(), page.tail() - 1) : page);
    }

    @Override
    public Future<Void> settle() {
      behind = forGood;
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> renew(String epoch) {
      renewals.incrementAndGet();
      renewed.tryComplete();
      return Future.failedFuture("nothing more to see");
    }

    @Override
    public Future<Void> close() {
      return all.close();
    }
  }
}
