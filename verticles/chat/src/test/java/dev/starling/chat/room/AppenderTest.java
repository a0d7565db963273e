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
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(180)
class AppenderTest {
  private static final int DRAFTS = 150;
  private static final int SENDERS = 10;
  private static final int MEMORY = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private Mailbox mailbox;
  private Follower follower;
  private Appender appender;

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
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    CountDownLatch all = new CountDownLatch(DRAFTS);
    furnish(log);

    List<String> keys = LongStream.range(0, DRAFTS).mapToObj(i -> "key " + i).toList();
    for (int sender = 0; sender < SENDERS; sender++) {
      List<String> own = keys.subList(sender * DRAFTS / SENDERS, (sender + 1) * DRAFTS / SENDERS);
      mailbox.post(() -> sendAll(own, random, acknowledged, all));
    }

    assertThat(all.await(60, TimeUnit.SECONDS))
        .as("acknowledged: %s", acknowledged.size())
        .isTrue();
    assertThat(log.events()).extracting(Event::key).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(log.events())
        .allSatisfy(event -> assertThat(acknowledged.get(event.key())).isEqualTo(event.seq()));
  }

  @Test
  void who_asks_again_while_an_earlier_event_is_missing_is_answered_with_the_first_number()
      throws InterruptedException {
    FaultyLog log = new FaultyLog(new SplittableRandom(1), 0);
    furnish(log);
    List<Long> answers = new CopyOnWriteArrayList<>();
    CountDownLatch bothAnswered = new CountDownLatch(2);
    Receipt receipt =
        new Receipt() {
          @Override
          public void accepted(long seq) {
            answers.add(seq);
            bothAnswered.countDown();
          }

          @Override
          public void refused(Refusal why) {
            throw new AssertionError(why);
          }
        };
    Draft own = new Draft(Kind.MESSAGE, "own", "ada", "text", 0);

    log.append(List.of(new Draft(Kind.MESSAGE, "somebody else's", "grace", "text", 0)));
    step(() -> appender.add(own, receipt));
    await(() -> log.events().size() == 2);
    step(() -> appender.add(own, receipt));
    step(() -> assertThat(answers).as("answered before it was read").isEmpty());
    step(follower::catchUp);

    assertThat(bothAnswered.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(answers).containsExactly(2L, 2L);
    assertThat(log.events()).extracting(Event::key).containsExactly("somebody else's", "own");
  }

  /** One after the other, some of them twice, as by a client that tries again. */
  private void sendAll(
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
              sendAll(keys.subList(1, keys.size()), random, acknowledged, all);
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

  /** Brings up what stands around an appender in a room, and opens the log. */
  private void furnish(FaultyLog log) throws InterruptedException {
    mailbox = new Mailbox(vertx.getOrCreateContext(), () -> appender.passedOn());
    Transcript transcript = new Transcript(MEMORY, MEMORY, told -> {});
    Standing standing = alone();
    follower =
        new Follower(log, new LocalNames(), transcript, mailbox, MEMORY, standing, new Nobody());
    appender =
        new Appender(
            vertx, log, transcript, follower, mailbox, standing, () -> false, follower::receive);
    CountDownLatch open = new CountDownLatch(1);
    mailbox.post(() -> tryToOpen(open));
    assertThat(open.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private void tryToOpen(CountDownLatch open) {
    follower
        .catchUp()
        .onSuccess(done -> open.countDown())
        .onFailure(failure -> mailbox.post(() -> tryToOpen(open)));
  }

  /** Has something done as a step of the room, and returns once it is. */
  private void step(Runnable step) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    mailbox.post(
        () -> {
          try {
            step.run();
            done.complete(null);
          } catch (Throwable failure) {
            done.completeExceptionally(failure);
          }
        });
    done.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      step(() -> {});
    }
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
