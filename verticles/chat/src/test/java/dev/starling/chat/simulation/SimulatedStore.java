package dev.starling.chat.simulation;

import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Mutants;
import dev.starling.chat.store.Mutants.Bug;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomMerge;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import dev.starling.chat.store.Term;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The store of a simulated cluster: slow, and sometimes it loses a request, applies it late,
 * applies it to an owner that is then lost, or loses its answer; one instance may be cut off from
 * the rest. What it answered with success is kept, as far as the plan's promise goes.
 */
final class SimulatedStore {
  /** Until an instance that is silent is taken for lost. */
  static final long NOTICED = 10_000;

  private static final long DEADLINE = 12_000;
  private static final long WITHOUT_COPY = 2_000;
  private static final int MERGING = 3_000;

  /** What becomes of what the smaller half of a cut cluster is asked. */
  private enum Cut {
    NONE,
    UNNOTICED,
    NOTICED,
    MERGING
  }

  private final World world;
  private final Map<String, Chance> chances = new HashMap<>();

  // Terms in which an instance was answered, by instance and room.
  private final Map<String, Term> terms = new HashMap<>();
  private Half whole;
  private Half smaller;
  private Cut cut = Cut.NONE;
  private String cutOff = "";
  private long lastLoss = -2 * NOTICED;

  /** Instances that were in the smaller half at some time. */
  final Set<String> wereCutOff = new HashSet<>();

  SimulatedStore(World world) {
    this.world = world;
    this.whole = new Half(world);
  }

  void joined(String instance) {
    if (cut != Cut.NONE && instance.equals(cutOff)) {
      return;
    }
    whole.alive.add(instance);
  }

  void lost(String instance) {
    whole.alive.remove(instance);
    lastLoss = world.time.millis();
  }

  /** When an instance was lost last. */
  long lastLoss() {
    return lastLoss;
  }

  /** Whether an instance is cut off, or about to be one of the cluster again. */
  boolean isCut() {
    return cut != Cut.NONE;
  }

  void ownersLost() {
    whole.promoteCopies(chance("owners"));
  }

  Transcript transcript(String room) {
    return whole.transcript(room);
  }

  RoomState state(String room) {
    return whole.room(room);
  }

  /** Whether instances reach each other. */
  boolean areTogether(String one, String other) {
    return cut == Cut.NONE || one.equals(cutOff) == other.equals(cutOff);
  }

  /** Cuts an instance off for a time; at most one at once. */
  void cut(String instance, long millis) {
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
    world.time.after(
        NOTICED,
        () -> {
          cut = Cut.NOTICED;
          whole.alive.remove(instance);
          smaller.alive.retainAll(Set.of(instance));
        });
    world.time.after(millis, () -> merge(instance));
  }

  private void merge(String instance) {
    cut = Cut.MERGING;
    world.time.after(
        1 + chance("merge").below(MERGING),
        () -> {
          smaller.names().forEach(this::mergeRoom);
          smaller = null;
          if (world.isRunning(instance)) {
            whole.alive.add(instance);
          }
          heal();
        });
  }

  private void mergeRoom(String room) {
    RoomState existing = Mutants.copy(whole.room(room), world.bug);
    RoomState coming = Mutants.copy(smaller.room(room), world.bug);
    RoomState kept =
        world.plan.promise() != Plan.Promise.HALVES
            ? RoomMerge.ofMajority(existing, coming)
            : world.bug == Bug.MERGE_KEEPS_THE_SMALLER_HALF
                ? RoomMerge.ofTwo(coming, existing, world.fresh())
                : RoomMerge.ofTwo(existing, coming, world.fresh());
    whole.put(room, kept, (kept == coming ? smaller : whole).transcript(room));
  }

  private void heal() {
    cut = Cut.NONE;
    cutOff = "";
  }

  /** As a database that is restored: what came since was never there. */
  void loseTail(long millis) {
    Map<String, RoomState> before = whole.snapshot();
    world.time.after(millis, () -> whole.restore(before));
  }

  private Chance chance(String part) {
    return chances.computeIfAbsent(part, name -> world.chances.of("store of " + name));
  }

  /** The store as one instance reaches it. */
  RoomStore of(String instance) {
    return new RoomStore() {
      @Override
      public Future<Void> open() {
        return Future.succeededFuture();
      }

      @Override
      public Future<Applied> apply(String room, List<Operation> operations) {
        return change(instance, room, operations);
      }

      @Override
      public Future<Page> read(String room, long after, int limit) {
        return ask(instance, room, half -> page(half.room(room).read(after, limit)));
      }

      @Override
      public Future<List<String>> usernames(String room) {
        return ask(instance, room, half -> half.room(room).usernames());
      }

      @Override
      public Future<Map<Key, String>> connections(String room) {
        return ask(instance, room, half -> half.room(room).connectionsOf(instance));
      }

      @Override
      public Optional<String> unavailable() {
        return Optional.empty();
      }

      @Override
      public Future<Void> close() {
        return Future.succeededFuture();
      }
    };
  }

  private Page page(Page page) {
    return world.bug == Bug.FORKS_ARE_NOT_SEEN
        ? new Page(page.tail(), page.begun(), OptionalLong.empty(), page.events())
        : page;
  }

  private Future<Applied> change(String instance, String room, List<Operation> operations) {
    Chance chance = chance(room);
    Plan.Rates rates = world.rates();
    Promise<Applied> promise = Promise.promise();
    long arrival = delay(chance);
    if (world.bug == Bug.JOINS_ARE_NOT_ANSWERED
        && operations.stream().anyMatch(Operation.Join.class::isInstance)
        && chance.fault(10)) {
      return promise.future();
    }
    deadline(promise);
    if (chance.fault(rates.lostRequests())) {
      return promise.future();
    } else if (chance.fault(rates.outages())) {
      world.time.after(arrival, () -> refuse(promise));
      return promise.future();
    } else if (chance.fault(rates.dirty())) {
      world.time.after(arrival, () -> dirty(promise, whole, instance, room, operations));
      return promise.future();
    } else if (chance.fault(rates.late())) {
      arrival = chance.below((int) DEADLINE + 5_000);
    }
    world.time.after(
        arrival,
        () ->
            reach(instance, promise)
                .ifPresentOrElse(
                    half -> applied(promise, half, instance, room, operations),
                    () -> notReached(instance, room, operations)));
    return promise.future();
  }

  private void notReached(String instance, String room, List<Operation> operations) {
    if (world.bug == Bug.REFUSED_IS_APPLIED_LATER) {
      world.time.after(1_000, () -> whole.apply(room, instance, operations, Optional.empty()));
    }
  }

  private void applied(
      Promise<Applied> promise, Half half, String asker, String room, List<Operation> operations) {
    Chance chance = chance(room);
    // While a copy is out of reach nobody knows whether a step stays.
    if (cut == Cut.UNNOTICED && chance.below(2) == 0) {
      dirty(promise, half, asker, room, operations);
      return;
    }
    Optional<Term> known = Optional.ofNullable(terms.get(asker + ' ' + room));
    Applied applied = half.apply(room, asker, operations, known);
    if (!operations.isEmpty() || !applied.events().isEmpty()) {
      world.trace(() -> asker + " in " + room + ": " + operations + " -> " + applied.results());
    }
    if (cut == Cut.UNNOTICED) {
      lose(promise);
    } else if (!chance.fault(world.rates().lostAnswers())) {
      boolean isSettled = half.isSettled(room);
      Term term = half.room(room).term();
      world.time.after(
          delay(chance),
          () -> {
            terms.put(asker + ' ' + room, term);
            if (isSettled) {
              promise.tryComplete(applied);
            } else {
              settle(promise, asker, room, applied);
            }
          });
    }
  }

  /** As the cluster's store does it: a term is settled before anything in it is acknowledged. */
  private void settle(Promise<Applied> promise, String asker, String room, Applied applied) {
    Promise<Applied> settled = Promise.promise();
    settled.future().onComplete(any -> promise.tryComplete(applied), promise::tryFail);
    reach(asker, settled).ifPresent(half -> applied(settled, half, asker, room, List.of()));
  }

  private void dirty(
      Promise<Applied> promise, Half half, String asker, String room, List<Operation> operations) {
    Applied never = half.applyOnOwnerAlone(room, asker, operations);
    world.trace(() -> asker + " in " + room + ": " + operations + " on an owner that is lost");
    if (world.bug == Bug.ACKNOWLEDGED_WITHOUT_COPY) {
      promise.tryComplete(never);
    }
    lose(promise);
  }

  private void lose(Promise<?> promise) {
    world.time.after(
        WITHOUT_COPY,
        () -> promise.tryFail(new StoreException(Outcome.UNKNOWN, "a copy does not answer")));
  }

  /** As the cluster's store does it: a step settles the term before something is read in it. */
  private <T> Future<T> ask(String instance, String room, Function<Half, T> question) {
    Chance chance = chance(room);
    Promise<T> promise = Promise.promise();
    deadline(promise);
    if (!chance.fault(world.rates().lostRequests()) && !chance.fault(world.rates().lostAnswers())) {
      world.time.after(
          delay(chance),
          () ->
              reach(instance, promise)
                  .filter(half -> cut != Cut.UNNOTICED)
                  .ifPresent(half -> answer(promise, half, instance, room, question)));
    }
    return promise.future();
  }

  private <T> void answer(
      Promise<T> promise, Half half, String instance, String room, Function<Half, T> question) {
    if (half.isSettled(room)) {
      T answer = question.apply(half);
      world.time.after(delay(chance(room)), () -> promise.tryComplete(answer));
    } else {
      change(instance, room, List.of())
          .compose(settled -> ask(instance, room, question))
          .onComplete(promise::tryComplete, promise::tryFail);
    }
  }

  /** The half that answers an instance; empty when none does, or it refuses. */
  private Optional<Half> reach(String instance, Promise<?> promise) {
    if (cut == Cut.NONE || !instance.equals(cutOff)) {
      return Optional.of(whole);
    } else if (cut == Cut.UNNOTICED) {
      return Optional.ofNullable(smaller);
    }
    boolean both =
        world.plan.promise() == Plan.Promise.HALVES || world.bug == Bug.BOTH_HALVES_ACCEPT;
    if (cut == Cut.NOTICED && both
        || cut == Cut.MERGING && world.bug == Bug.ACCEPTED_BEFORE_MERGED) {
      return Optional.of(smaller);
    }
    refuse(promise);
    return Optional.empty();
  }

  private static void refuse(Promise<?> promise) {
    promise.tryFail(new StoreException(Outcome.NOT_APPLIED, "no quorum"));
  }

  private void deadline(Promise<?> promise) {
    world.time.after(
        DEADLINE, () -> promise.tryFail(new StoreException(Outcome.UNKNOWN, "no answer in time")));
  }

  private static long delay(Chance chance) {
    return chance.below(20) == 0 ? chance.below(400) : 1 + chance.below(10);
  }
}
