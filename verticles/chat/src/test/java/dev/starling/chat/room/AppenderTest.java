package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import dev.starling.chat.transcript.Happening;
import dev.starling.chat.transcript.Kind;
import dev.starling.chat.transcript.Transcript;
import dev.starling.shared.bus.Bus;
import dev.starling.shared.cluster.Membership;
import dev.starling.shared.roster.LiveRoster;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class AppenderTest {
  private static final int DRAFTS = 300;
  private static final int SENDERS = 10;
  private static final int MEMORY = 10_000;

  private final Vertx vertx = Vertx.vertx();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 6);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everything_is_written_once_and_acknowledged_though_answers_are_lost(long seed)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    FaultyLog log = new FaultyLog(random.split(), 0.2);
    List<Happening> told = new ArrayList<>();
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    CountDownLatch all = new CountDownLatch(DRAFTS);
    Context context = vertx.getOrCreateContext();
    Mailbox mailbox = new Mailbox(context, () -> {});
    Transcript transcript = new Transcript(MEMORY, MEMORY, told::add);
    Standing standing = alone();
    Follower follower =
        new Follower(log, new LocalNames(), transcript, mailbox, MEMORY, standing, new Nobody());
    Appender appender =
        new Appender(
            vertx, log, transcript, follower, mailbox, standing, () -> false, follower::receive);

    open(mailbox, follower);
    List<String> keys = LongStream.range(0, DRAFTS).mapToObj(i -> "key " + i).toList();
    for (int sender = 0; sender < SENDERS; sender++) {
      List<String> own = keys.subList(sender * DRAFTS / SENDERS, (sender + 1) * DRAFTS / SENDERS);
      mailbox.post(() -> sendAll(appender, own, random, acknowledged, all));
    }

    assertThat(all.await(40, TimeUnit.SECONDS))
        .as("acknowledged: %s", acknowledged.size())
        .isTrue();
    assertThat(log.events()).extracting(Event::key).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(log.events())
        .allSatisfy(event -> assertThat(acknowledged.get(event.key())).isEqualTo(event.seq()));
  }

  /** One after the other, some of them twice, as by a client that tries again. */
  private static void sendAll(
      Appender appender,
      List<String> keys,
      SplittableRandom random,
      Map<String, Long> acknowledged,
      CountDownLatch all) {
    if (keys.isEmpty()) {
      return;
    }
    String key = keys.get(0);
    Draft draft = new Draft(Kind.MESSAGE, key, "ada", "text", 0);
    Receipt receipt =
        new Receipt() {
          @Override
          public void accepted(long seq) {
            if (acknowledged.put(key, seq) == null) {
              all.countDown();
              sendAll(appender, keys.subList(1, keys.size()), random, acknowledged, all);
            }
          }

          @Override
          public void refused(Refusal why) {
            appender.add(draft, this);
          }
        };
    appender.add(draft, receipt);
    if (random.nextInt(4) == 0) {
      appender.add(draft, receipt);
    }
  }

  private static void open(Mailbox mailbox, Follower follower) throws InterruptedException {
    CountDownLatch open = new CountDownLatch(1);
    mailbox.post(() -> tryToOpen(mailbox, follower, open));
    assertThat(open.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void tryToOpen(Mailbox mailbox, Follower follower, CountDownLatch open) {
    follower
        .catchUp()
        .onSuccess(done -> open.countDown())
        .onFailure(failure -> mailbox.post(() -> tryToOpen(mailbox, follower, open)));
  }

  private Standing alone() {
    Membership membership = Membership.alone("self");
    LiveRoster roster = new LiveRoster("chat", new Bus(vertx), membership);
    return new Standing("chat", membership, roster, 0);
  }

  private static final class Nobody implements Follower.Listener {
    @Override
    public void opened(List<Happening> last, long seq) {
      // Nobody listens.
    }

    @Override
    public void skipped(long from, long to) {
      throw new AssertionError("skipped " + from + " to " + to);
    }
  }
}
