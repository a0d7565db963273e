package dev.starling.core.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the clock of this instance with those of the others. Whose clock is wrong, the majority
 * decides: an instance whose clock differs from more than half of all clocks, its own included, to
 * the same side. Two instances only know that they differ.
 *
 * <p>A message takes time, and longer after a pause, which makes its sender's clock look slow: of
 * the last few the one that looks fastest counts.
 *
 * <p>Pure and deterministic: {@code now} is in milliseconds of a monotonic clock, {@code millis} in
 * those of a wall clock. Not thread-safe.
 */
final class ClockComparison {
  /** Time between two messages of an instance. */
  static final long BEAT = 5_000;

  /** Clocks may differ by so much, as bearer tokens may by default ({@code auth.jwt.leeway}). */
  static final long TOLERATED_MILLIS = 10_000;

  /** An instance that was not heard for so long is not compared with. */
  private static final long FRESH = 4 * BEAT;

  private static final int COMPARED = 3;

  private final Map<String, Other> others = new HashMap<>();

  private static final class Other {
    final Deque<Long> differences = new ArrayDeque<>();
    long heard;

    /** How far it is ahead. */
    long difference() {
      return differences.stream().mapToLong(Long::longValue).max().orElse(0);
    }
  }

  /**
   * Takes the time that another instance has reported.
   *
   * @param millis this instance's time
   */
  void hear(ClockBeat beat, long millis, long now) {
    Other other = others.computeIfAbsent(beat.instance(), first -> new Other());
    other.heard = now;
    other.differences.addLast(beat.millis() - millis);
    if (other.differences.size() > COMPARED) {
      other.differences.removeFirst();
    }
  }

  /** Instances whose clocks differ from this one's, and by how much they are ahead. */
  Map<String, Long> differing(long now) {
    others.values().removeIf(other -> now - other.heard > FRESH);
    Map<String, Long> differing = new TreeMap<>();
    others.forEach(
        (instance, other) -> {
          if (Math.abs(other.difference()) > TOLERATED_MILLIS) {
            differing.put(instance, other.difference());
          }
        });
    return differing;
  }

  /** What is wrong with the clock of this instance; empty when most others agree with it. */
  Optional<String> fault(long now) {
    Map<String, Long> differing = differing(now);
    long ahead = differing.values().stream().filter(difference -> difference > 0).count();
    long behind = differing.size() - ahead;
    int all = others.size() + 1;
    if (2 * Math.max(ahead, behind) <= all) {
      return Optional.empty();
    }
    return Optional.of(
        "clock: %d of %d other instances are more than %d s %s this one; set the clock of this machine"
            .formatted(
                Math.max(ahead, behind),
                others.size(),
                TOLERATED_MILLIS / 1_000,
                ahead > behind ? "ahead of" : "behind"));
  }
}
