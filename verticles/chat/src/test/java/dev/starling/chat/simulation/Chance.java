package dev.starling.chat.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What is random about one part of a run. Each part has its own, so that a fault that is left out
 * or moved changes as little as possible of the rest.
 */
final class Chance {
  /** One decision whether something goes wrong. */
  record Toss(String part, int number) {}

  private final String part;
  private final SplittableRandom random;
  private final Optional<Set<Toss>> forced;
  private final List<Toss> happened;
  private int tosses;

  private Chance(String part, long seed, Optional<Set<Toss>> forced, List<Toss> happened) {
    this.part = part;
    this.random = new SplittableRandom(seed);
    this.forced = forced;
    this.happened = happened;
  }

  /** The chances of a whole run. */
  static final class Source {
    private final Plan plan;

    /** What went wrong by chance, in order. */
    final List<Toss> happened = new ArrayList<>();

    Source(Plan plan) {
      this.plan = plan;
    }

    Chance of(String part) {
      return new Chance(part, 31 * plan.seed() + part.hashCode(), plan.forced(), happened);
    }
  }

  /** Whether it goes wrong now, which it does in so many of a thousand cases. */
  boolean fault(int thousandths) {
    if (thousandths == 0) {
      return false;
    }
    Toss toss = new Toss(part, tosses++);
    boolean happens =
        forced
            .map(some -> some.contains(toss))
            .orElseGet(() -> random.nextInt(1_000) < thousandths);
    if (happens) {
      happened.add(toss);
    }
    return happens;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}
