package dev.starling.net.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.net.limits.Visitors.Limits;
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
class VisitorsTest {
  private static final Source ADA = new Source(false, 1);

  private long now = Long.MAX_VALUE - Duration.ofHours(1).toNanos();

  @Test
  void one_more_than_the_cap_is_refused_until_one_leaves() {
    Visitors visitors = new Visitors(new Limits(2, 0, 1), () -> now);
    assertThat(visitors.arrive(ADA)).isEmpty();
    assertThat(visitors.arrive(ADA)).isEmpty();
    assertThat(visitors.arrive(ADA)).contains(Reason.PER_ADDRESS);
    assertThat(visitors.arrive(new Source(true, 1))).isEmpty();
    visitors.depart(ADA);
    assertThat(visitors.arrive(ADA)).isEmpty();
  }

  @Test
  void a_burst_is_taken_and_then_only_what_the_rate_allows() {
    Visitors visitors = new Visitors(new Limits(0, 10, 3), () -> now);
    for (int i = 0; i < 3; i++) {
      assertThat(visitors.arrive(ADA)).isEmpty();
      visitors.depart(ADA);
    }
    assertThat(visitors.arrive(ADA)).contains(Reason.RATE);
    pass(Duration.ofMillis(99));
    assertThat(visitors.arrive(ADA)).contains(Reason.RATE);
    pass(Duration.ofMillis(1));
    assertThat(visitors.arrive(ADA)).isEmpty();
    assertThat(visitors.arrive(ADA)).contains(Reason.RATE);
  }

  @Test
  void leaving_and_coming_back_does_not_make_a_source_new() {
    Visitors visitors = new Visitors(new Limits(1, 1, 2), () -> now);
    for (int i = 0; i < 2; i++) {
      assertThat(visitors.arrive(ADA)).isEmpty();
      visitors.depart(ADA);
    }
    assertThat(visitors.sources()).isEqualTo(1);
    assertThat(visitors.arrive(ADA)).contains(Reason.RATE);
  }

  @Test
  void a_source_is_forgotten_once_it_could_have_its_whole_burst_again() {
    Visitors visitors = new Visitors(new Limits(0, 1, 5), () -> now);
    visitors.arrive(ADA);
    visitors.depart(ADA);
    pass(Duration.ofMillis(4_999));
    visit(visitors, new Source(false, 2));
    assertThat(visitors.sources()).isEqualTo(2);
    pass(Duration.ofMillis(1));
    visit(visitors, new Source(false, 2));
    assertThat(visitors.sources()).isEqualTo(1);
  }

  @Test
  void without_a_rate_nobody_is_remembered() {
    Visitors visitors = new Visitors(new Limits(1, 0, 1), () -> now);
    visit(visitors, ADA);
    assertThat(visitors.sources()).isZero();
  }

  @Test
  void a_flood_from_ever_new_sources_does_not_fill_the_memory() {
    Visitors visitors = new Visitors(new Limits(1, 1, 1_000_000), () -> now);
    assertThat(visitors.arrive(ADA)).isEmpty();
    for (int i = 0; i < 3 * Visitors.MOST_RESTING; i++) {
      visit(visitors, new Source(true, i));
    }
    assertThat(visitors.sources()).isEqualTo(Visitors.MOST_RESTING + 1);
    assertThat(visitors.arrive(ADA)).as("who is here is not forgotten").isPresent();
  }

  /** Any order of coming and going, beside a count that is kept in the plainest way. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void the_cap_is_never_passed_and_the_counts_return_to_zero(long seed) {
    Random random = new Random(seed);
    int cap = 1 + random.nextInt(4);
    int perSecond = random.nextInt(3) * 50;
    Visitors visitors = new Visitors(new Limits(cap, perSecond, 20), () -> now);
    List<Source> open = new ArrayList<>();
    Map<Source, Integer> expected = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      pass(Duration.ofMillis(random.nextInt(5)));
      if (random.nextBoolean() || open.isEmpty()) {
        Source source = new Source(random.nextBoolean(), random.nextInt(8));
        int before = expected.getOrDefault(source, 0);
        boolean taken = visitors.arrive(source).isEmpty();
        if (perSecond == 0) {
          assertThat(taken).isEqualTo(before < cap);
        }
        if (taken) {
          assertThat(expected.merge(source, 1, Integer::sum)).isLessThanOrEqualTo(cap);
          open.add(source);
        }
      } else {
        Source source = open.remove(random.nextInt(open.size()));
        visitors.depart(source);
        expected.merge(source, -1, Integer::sum);
      }
      assertThat(visitors.open()).isEqualTo(open.size());
    }
    open.forEach(visitors::depart);
    assertThat(visitors.open()).isZero();
    pass(Duration.ofMinutes(1));
    visit(visitors, ADA);
    assertThat(visitors.sources()).isEqualTo(perSecond == 0 ? 0 : 1);
  }

  @Test
  void threads_that_come_and_go_at_once_never_pass_the_cap() {
    int cap = 3;
    Visitors visitors = new Visitors(new Limits(cap, 0, 1), System::nanoTime);
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CompletableFuture<?>[] threads = new CompletableFuture<?>[8];
    for (int thread = 0; thread < threads.length; thread++) {
      threads[thread] =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  if (visitors.arrive(ADA).isEmpty()) {
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                    open.decrementAndGet();
                    visitors.depart(ADA);
                  }
                }
              });
    }
    CompletableFuture.allOf(threads).orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(most.get()).isBetween(1, cap);
    assertThat(visitors.open()).isZero();
    assertThat(visitors.sources()).isZero();
  }

  private static void visit(Visitors visitors, Source source) {
    assertThat(visitors.arrive(source)).isEmpty();
    visitors.depart(source);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
