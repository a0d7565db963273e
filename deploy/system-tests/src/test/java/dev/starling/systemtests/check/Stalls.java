package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When the clients themselves stood still: such time counts for nobody. */
final class Stalls {
  private record Stall(long from, long to) {}

  private final List<Stall> stalls = new ArrayList<>();

  private Stalls() {}

  static Stalls of(History history) {
    Stalls found = new Stalls();
    history
        .entries()
        .forEach(
            entry -> {
              if (entry.fact() instanceof Fact.Stalled stalled) {
                found.stalls.add(new Stall(entry.at() - stalled.duration().toNanos(), entry.at()));
              }
            });
    return found;
  }

  /** When so much time has passed since an instant, not counting stalls. */
  long after(long instant, Duration time) {
    long end = instant + time.toNanos();
    for (Stall stall : stalls) {
      if (stall.to > instant && stall.from < end) {
        end += stall.to - Math.max(instant, stall.from);
      }
    }
    return end;
  }
}
