package dev.starling.chat.simulation;

import dev.starling.chat.simulation.Plan.Fault;
import dev.starling.chat.simulation.Violation.Invariant;
import dev.starling.chat.store.Mutants.Bug;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the shortest history that still breaks an invariant: leaves out faults, users, rooms,
 * instances and messages for as long as the same invariant breaks. The run ends at the step that
 * breaks it.
 */
final class Shrinker {
  private static final int MOST_RUNS = 3_000;

  /** Places at the beginning of a run to which a fault by chance is moved, if it works there. */
  private static final int SOONER = 60;

  private static final int MOST_LINES = 120;

  private final Bug bug;
  private final Invariant invariant;
  private Plan shortest;
  private Violation violation;
  private List<Chance.Toss> happened;
  private int runs;

  private Shrinker(Plan failing, Bug bug, Invariant invariant) {
    this.bug = bug;
    this.invariant = invariant;
    this.shortest = failing;
    breaks(failing);
  }

  /** A history that breaks an invariant. */
  record History(Plan plan, Violation violation, List<String> lines) {
    @Override
    public String toString() {
      int from = Math.max(0, lines.size() - MOST_LINES);
      return "%s%nshortest history: %s with %d instances, %d users, %d rooms, %s%nfaults: %s%n%s%s"
          .formatted(
              violation.getMessage(),
              plan.promise(),
              plan.instances(),
              plan.users().size(),
              plan.rooms(),
              plan.rates(),
              plan.faults(),
              from > 0 ? "(" + from + " lines before)\n" : "",
              String.join("\n", lines.subList(from, lines.size())));
    }
  }

  /** Shrinks a plan that breaks an invariant. */
  static History shrink(Plan failing, Bug bug, Invariant invariant) {
    Shrinker shrinker = new Shrinker(failing, bug, invariant);
    int before;
    do {
      before = shrinker.size();
      shrinker.round();
    } while (shrinker.size() < before && shrinker.runs < MOST_RUNS);
    List<String> lines = new ArrayList<>();
    try {
      new World(shrinker.shortest, bug, lines).run();
    } catch (Violation expected) {
      lines.add("        " + expected.getMessage());
    }
    return new History(shrinker.shortest, shrinker.violation, lines);
  }

  private int size() {
    Plan plan = shortest;
    return plan.faults().size()
        + plan.users().size()
        + plan.instances()
        + plan.rooms()
        + Math.min(plan.messages(), 10_000)
        + happened.stream().mapToInt(toss -> 1 + toss.number()).sum()
        + plan.faults().stream().mapToInt(fault -> (int) fault.at()).sum();
  }

  private void round() {
    fewer(shortest.faults(), faults -> shortest.with(faults));
    for (int messages : new int[] {0, 1, 2, 4, 8, 16, 32}) {
      if (messages < shortest.messages()
          && attempt(shortest.with(shortest.instances(), shortest.rooms(), messages))) {
        break;
      }
    }
    fewer(shortest.users(), users -> shortest.withUsers(users));
    attempt(shortest.with(shortest.instances(), 1, shortest.messages()));
    for (int size = 1; size < shortest.instances(); size++) {
      attempt(shortest.with(size, shortest.rooms(), shortest.messages()));
    }
    fewer(happened, kept -> shortest.forcing(Set.copyOf(kept)));
    earlier();
  }

  /** Lets things go wrong sooner. */
  private void earlier() {
    for (Chance.Toss toss : happened) {
      for (int number = 0; number < Math.min(toss.number(), SOONER); number++) {
        List<Chance.Toss> moved = new ArrayList<>(happened);
        moved.set(moved.indexOf(toss), new Chance.Toss(toss.part(), number));
        if (attempt(shortest.forcing(Set.copyOf(moved)))) {
          return;
        }
      }
    }
    for (Fault fault : shortest.faults()) {
      for (long at = 2_500; at < fault.at() - 500; at = (at + fault.at()) / 2) {
        List<Fault> moved = new ArrayList<>(shortest.faults());
        moved.set(moved.indexOf(fault), new Fault(at, fault.kind(), fault.which(), fault.millis()));
        moved.sort((a, b) -> Long.compare(a.at(), b.at()));
        if (attempt(shortest.with(moved))) {
          return;
        }
      }
    }
  }

  /** Leaves out parts of a list, larger ones first. */
  private <T> void fewer(List<T> all, Function<List<T>, Plan> with) {
    List<T> kept = all;
    for (int part = kept.size(); part >= 1; part /= 2) {
      for (int from = 0; from < kept.size() && runs < MOST_RUNS; ) {
        List<T> rest = new ArrayList<>(kept.subList(0, from));
        rest.addAll(kept.subList(Math.min(kept.size(), from + part), kept.size()));
        if (attempt(with.apply(rest))) {
          kept = rest;
        } else {
          from += part;
        }
      }
    }
  }

  private boolean attempt(Plan plan) {
    return runs < MOST_RUNS && breaks(plan);
  }

  private boolean breaks(Plan plan) {
    runs++;
    World world = new World(plan, bug, null);
    try {
      world.run();
      return false;
    } catch (Violation found) {
      if (found.invariant != invariant) {
        return false;
      }
      shortest = plan;
      violation = found;
      happened = List.copyOf(world.chances.happened);
      return true;
    }
  }
}
