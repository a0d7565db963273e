package dev.starling.chat.simulation;

import dev.starling.chat.store.Mutants;
import dev.starling.chat.store.Mutants.Bug;
import dev.starling.chat.store.RoomMerge;
import dev.starling.chat.store.RoomState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the rooms of simulated instances are: in all of them, until one is cut off and has its own
 * for a time. What it acknowledged is kept, as far as the plan's promise goes.
 */
final class SimulatedCluster {
  /** Until an instance that is silent is taken for lost. */
  static final long NOTICED = 10_000;

  private static final int MERGING = 3_000;
  private static final int MOST_VIEWS = 5;

  /** Stages of a cut, by which the smaller half answers. */
  private enum Cut {
    NONE,
    UNNOTICED,
    NOTICED,
    MERGING
  }

  private final World world;
  private final Map<String, Chance> chances = new HashMap<>();
  private Half whole;
  private Half smaller;
  private Cut cut = Cut.NONE;
  private String cutOff = "";
  private long lastLoss = -2 * NOTICED;

  /** Instances that were in the smaller half at some time. */
  final Set<String> wereCutOff = new HashSet<>();

  SimulatedCluster(World world) {
    this.world = world;
    this.whole = new Half(world);
  }

  void joined(String instance) {
    if (cut == Cut.NONE || !instance.equals(cutOff)) {
      whole.alive.add(instance);
    }
  }

  void lost(String instance) {
    whole.alive.remove(instance);
    lastLoss = world.time.millis();
  }

  /** When an instance was lost last. */
  long lastLoss() {
    return lastLoss;
  }

  void ownersLost() {
    whole.promoteCopies(chance("owners"));
  }

  /** All instances but the one that is cut off. */
  Half larger() {
    return whole;
  }

  Transcript transcript(String room) {
    return whole.transcript(room);
  }

  RoomState state(String room) {
    return whole.room(room);
  }

  /** Whether an instance is cut off, or about to be one of the cluster again. */
  boolean isCut() {
    return cut != Cut.NONE;
  }

  /** Whether a copy is unreachable: until it answers, a step may or may not stay. */
  boolean lacksCopies() {
    return cut == Cut.UNNOTICED;
  }

  /** Whether instances reach each other. */
  boolean areTogether(String one, String other) {
    return cut == Cut.NONE || one.equals(cutOff) == other.equals(cutOff);
  }

  /** The half that an instance reaches; empty when there is none that answers. */
  Optional<Half> of(String instance) {
    return Optional.ofNullable(cut == Cut.NONE || !instance.equals(cutOff) ? whole : smaller);
  }

  /** Whether the half that an instance reaches refuses what it is asked. */
  boolean refuses(String instance) {
    boolean both =
        world.plan.promise() == Plan.Promise.HALVES || world.bug == Bug.BOTH_HALVES_ACCEPT;
    return instance.equals(cutOff)
        && (cut == Cut.NOTICED && !both
            || cut == Cut.MERGING && world.bug != Bug.ACCEPTED_BEFORE_MERGED);
  }

  /** Cuts an instance off for a time; at most one at once. */
  void cut(String instance, long millis) {
    cut(instance, millis, this::merge);
  }

  /** Cuts an instance off until all others are lost: what it has is what there is then. */
  void cutUntilOthersAreLost(String instance, long millis, Runnable loss) {
    cut(
        instance,
        millis,
        () -> {
          whole = smaller;
          heal();
          loss.run();
        });
  }

  private void cut(String instance, long millis, Runnable end) {
    if (cut != Cut.NONE) {
      return;
    }
    cut = Cut.UNNOTICED;
    cutOff = instance;
    wereCutOff.add(instance);
    if (millis <= NOTICED) {
      world.time.after(millis, this::heal);
      return;
    }
    smaller = whole.split();
    flap();
    world.time.after(
        NOTICED,
        () -> {
          cut = Cut.NOTICED;
          whole.alive.remove(instance);
          smaller.alive.retainAll(Set.of(instance));
        });
    world.time.after(millis, end);
  }

  /**
   * Before it has lost them all, who is cut off loses some of the others and finds some again.
   * While it sees a majority it does what it is asked, though no copy answers.
   */
  private void flap() {
    Chance chance = chance("views");
    List<String> all = List.copyOf(smaller.alive);
    for (int changes = chance.below(MOST_VIEWS); changes > 0; changes--) {
      Set<String> seen = new TreeSet<>(all);
      for (int unseen = chance.below((all.size() + 1) / 2); unseen > 0; unseen--) {
        seen.remove(all.get(chance.below(all.size())));
      }
      seen.add(cutOff);
      world.time.after(
          chance.below((int) NOTICED),
          () -> {
            smaller.alive.clear();
            smaller.alive.addAll(seen);
          });
    }
  }

  private void merge() {
    cut = Cut.MERGING;
    world.time.after(
        1 + chance("merge").below(chance("merge").below(2) == 0 ? 20 : MERGING),
        () -> {
          smaller.names().forEach(this::mergeRoom);
          if (world.isRunning(cutOff)) {
            whole.alive.add(cutOff);
          }
          heal();
        });
  }

  private void mergeRoom(String room) {
    RoomState larger = Mutants.copy(whole.room(room), world.bug);
    RoomState other = Mutants.copy(smaller.room(room), world.bug);
    RoomState kept =
        world.plan.promise() == Plan.Promise.HALVES
            ? world.bug == Bug.MERGE_KEEPS_THE_SMALLER_HALF
                ? RoomMerge.ofTwo(other, larger, world.fresh())
                : RoomMerge.ofTwo(larger, other, world.fresh())
            : world.bug == Bug.MERGE_KEEPS_THE_LATER_TERM
                ? Mutants.ofLaterTerm(larger, other)
                // It does not matter which side joins the other.
                : chance("merge").below(2) == 0
                    ? RoomMerge.ofMajority(larger, other)
                    : RoomMerge.ofMajority(other, larger);
    whole.put(room, kept, (kept == other ? smaller : whole).transcript(room));
  }

  private void heal() {
    cut = Cut.NONE;
    cutOff = "";
    smaller = null;
  }

  /** As a database that is restored: what came since was never there. */
  void loseTail(long millis) {
    Map<String, RoomState> before = whole.snapshot();
    world.time.after(millis, () -> whole.restore(before));
  }

  private Chance chance(String part) {
    return chances.computeIfAbsent(part, name -> world.chances.of("store of " + name));
  }
}
