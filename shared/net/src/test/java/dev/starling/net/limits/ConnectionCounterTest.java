package dev.starling.net.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.net.limits.ConnectionCounter.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class ConnectionCounterTest {
  private static final ClientNetwork ADA = new ClientNetwork(false, 1);

  private long now = Long.MAX_VALUE - Duration.ofHours(1).toNanos();

  @Test
  void one_more_than_the_cap_is_refused_until_one_leaves() {
    ConnectionCounter counter = new ConnectionCounter(new Limits(2, 0, 1), () -> now);
    assertThat(counter.arrive(ADA)).isEmpty();
    assertThat(counter.arrive(ADA)).isEmpty();
    assertThat(counter.arrive(ADA)).contains(RejectionReason.PER_ADDRESS);
    assertThat(counter.arrive(new ClientNetwork(true, 1))).isEmpty();
    counter.depart(ADA);
    assertThat(counter.arrive(ADA)).isEmpty();
  }

  @Test
  void a_burst_is_taken_and_then_only_what_the_rate_allows() {
    ConnectionCounter counter = new ConnectionCounter(new Limits(0, 10, 3), () -> now);
    for (int i = 0; i < 3; i++) {
      assertThat(counter.arrive(ADA)).isEmpty();
      counter.depart(ADA);
    }
    assertThat(counter.arrive(ADA)).contains(RejectionReason.RATE);
    pass(Duration.ofMillis(99));
    assertThat(counter.arrive(ADA)).contains(RejectionReason.RATE);
    pass(Duration.ofMillis(1));
    assertThat(counter.arrive(ADA)).isEmpty();
    assertThat(counter.arrive(ADA)).contains(RejectionReason.RATE);
  }

  @Test
  void leaving_and_coming_back_does_not_make_a_source_new() {
    ConnectionCounter counter = new ConnectionCounter(new Limits(1, 1, 2), () -> now);
    for (int i = 0; i < 2; i++) {
      assertThat(counter.arrive(ADA)).isEmpty();
      counter.depart(ADA);
    }
    assertThat(counter.sources()).isEqualTo(1);
    assertThat(counter.arrive(ADA)).contains(RejectionReason.RATE);
  }

  @Test
  void a_source_is_forgotten_once_it_could_have_its_whole_burst_again() {
    ConnectionCounter counter = new ConnectionCounter(new Limits(0, 1, 5), () -> now);
    counter.arrive(ADA);
    counter.depart(ADA);
    pass(Duration.ofMillis(4_999));
    visit(counter, new ClientNetwork(false, 2));
    assertThat(counter.sources()).isEqualTo(2);
    pass(Duration.ofMillis(1));
    visit(counter, new ClientNetwork(false, 2));
    assertThat(counter.sources()).isEqualTo(1);
  }

  @Test
  void without_a_rate_nobody_is_remembered() {
    ConnectionCounter counter = new ConnectionCounter(new Limits(1, 0, 1), () -> now);
    visit(counter, ADA);
    assertThat(counter.sources()).isZero();
  }

  @Test
  void a_flood_from_ever_new_sources_does_not_fill_the_memory() {
    ConnectionCounter counter = new ConnectionCounter(new Limits(1, 1, 1_000_000), () -> now);
    assertThat(counter.arrive(ADA)).isEmpty();
    for (int i = 0; i < 3 * ConnectionCounter.MOST_RESTING; i++) {
      visit(counter, new ClientNetwork(true, i));
    }
    assertThat(counter.sources()).isEqualTo(ConnectionCounter.MOST_RESTING + 1);
    assertThat(counter.arrive(ADA)).as("who is here is not forgotten").isPresent();
  }

  /** Any order of coming and going, beside a count that is kept in the plainest way. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void the_cap_is_never_passed_and_the_counts_return_to_zero(long seed) {
    Random random = new Random(seed);
    int cap = 1 + random.nextInt(4);
    int perSecond = random.nextInt(3) * 50;
    ConnectionCounter counter = new ConnectionCounter(new Limits(cap, perSecond, 20), () -> now);
    List<ClientNetwork> open = new ArrayList<>();
    Map<ClientNetwork, Integer> expected = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      pass(Duration.ofMillis(random.nextInt(5)));
      if (random.nextBoolean() || open.isEmpty()) {
        ClientNetwork source = new ClientNetwork(random.nextBoolean(), random.nextInt(8));
        int before = expected.getOrDefault(source, 0);
        boolean taken = counter.arrive(source).isEmpty();
        if (perSecond == 0) {
          assertThat(taken).isEqualTo(before < cap);
        }
        if (taken) {
          assertThat(expected.merge(source, 1, Integer::sum)).isLessThanOrEqualTo(cap);
          open.add(source);
        }
      } else {
        ClientNetwork source = open.remove(random.nextInt(open.size()));
        counter.depart(source);
        expected.merge(source, -1, Integer::sum);
      }
      assertThat(counter.open()).isEqualTo(open.size());
    }
    open.forEach(counter::depart);
    assertThat(counter.open()).isZero();
    pass(Duration.ofMinutes(1));
    visit(counter, ADA);
    assertThat(counter.sources()).isEqualTo(perSecond == 0 ? 0 : 1);
  }

  @Test
  void threads_that_come_and_go_at_once_never_pass_the_cap() {
    int cap = 3;
    ConnectionCounter counter = new ConnectionCounter(new Limits(cap, 0, 1), System::nanoTime);
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CompletableFuture<?>[] threads = new CompletableFuture<?>[8];
    for (int thread = 0; thread < threads.length; thread++) {
      threads[thread] =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  if (counter.arrive(ADA).isEmpty()) {
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                    open.decrementAndGet();
                    counter.depart(ADA);
                  }
                }
              });
    }
    CompletableFuture.allOf(threads).orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(most.get()).isBetween(1, cap);
    assertThat(counter.open()).isZero();
    assertThat(counter.sources()).isZero();
  }

  private static void visit(ConnectionCounter counter, ClientNetwork source) {
    assertThat(counter.arrive(source)).isEmpty();
    counter.depart(source);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
