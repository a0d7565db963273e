package dev.starling.chat.simulation;

import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Mutants.Bug;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import dev.starling.chat.store.Term;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The cluster's store as one simulated instance has it: slow, and sometimes it loses a request,
 * applies it late, applies it to an owner that is then lost, or loses its answer.
 */
final class SimulatedStore implements RoomStore {
  private static final long DEADLINE = 12_000;
  private static final long WITHOUT_COPY = 2_000;

  private final World world;
  private final SimulatedInstance instance;
  private final Map<String, Chance> chances = new HashMap<>();

  // Terms in which this instance was answered, by room.
  private final Map<String, Term> terms = new HashMap<>();

  /** As the cluster's store gets it. */
  private record Answer(Applied applied, Term term, boolean isSettled) {}

  SimulatedStore(World world, SimulatedInstance instance) {
    this.world = world;
    this.instance = instance;
  }

  @Override
  public Future<Void> open() {
    return Future.succeededFuture();
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  /** As the cluster's store does it: a term is settled before anything in it is acknowledged. */
  @Override
  public Future<Applied> apply(String room, List<Operation> operations) {
    return step(room, operations)
        .compose(
            answer ->
                answer.isSettled ? Future.succeededFuture(answer.applied) : settle(room, answer));
  }

  private Future<Applied> settle(String room, Answer answer) {
    terms.put(room, answer.term);
    return step(room, List.of())
        .transform(
            told ->
                told.succeeded()
                        && (told.result().isSettled && told.result().term.equals(answer.term)
                            || world.bug == Bug.ACKNOWLEDGED_IN_A_LOST_TERM)
                    ? Future.succeededFuture(answer.applied)
                    : Future.failedFuture(new StoreException(Outcome.UNKNOWN, "another term")));
  }

  @Override
  public Future<Page> read(String room, long after, int limit) {
    return ask(room, half -> page(half.room(room).read(after, limit)));
  }

  private Page page(Page page) {
    return world.bug == Bug.FORKS_ARE_NOT_SEEN
        ? new Page(page.tail(), page.begun(), OptionalLong.empty(), page.events())
        : page;
  }

  @Override
  public Future<List<String>> usernames(String room) {
    return ask(room, half -> half.room(room).usernames());
  }

  @Override
  public Future<Map<Key, String>> connections(String room) {
    return ask(room, half -> half.room(room).connectionsOf(instance.id));
  }

  private Future<Answer> step(String room, List<Operation> operations) {
    Chance chance = chance(room);
    Plan.Rates rates = world.rates();
    Promise<Answer> promise = promise();
    Term known = terms.getOrDefault(room, Term.NONE);
    long arrival = delay(chance);
    boolean isUnanswered =
        world.bug == Bug.JOINS_ARE_NOT_ANSWERED
            && operations.stream().anyMatch(Operation.Join.class::isInstance)
            && chance.fault(10);
    if (isUnanswered) {
      return Promise.<Answer>promise().future();
    } else if (chance.fault(rates.lostRequests())) {
      return promise.future();
    } else if (chance.fault(rates.outages())) {
      world.time.after(arrival, () -> fail(promise, Outcome.NOT_APPLIED, "an outage"));
      return promise.future();
    }
    boolean isDirty = chance.fault(rates.dirty());
    if (!isDirty && chance.fault(rates.late())) {
      arrival = chance.below((int) DEADLINE + 5_000);
    }
    world.time.after(
        arrival,
        () ->
            reach(
                promise,
                half -> {
                  if (isDirty || world.cluster.lacksCopies() && chance.below(2) == 0) {
                    applyInVain(promise, half, room, operations);
                  } else {
                    apply(promise, half, room, operations, known);
                  }
                },
                () -> refused(room, operations)));
    return promise.future();
  }

  private void apply(
      Promise<Answer> promise, Half half, String room, List<Operation> operations, Term known) {
    Chance chance = chance(room);
    Applied applied = half.apply(room, instance.id, operations, known);
    if (!operations.isEmpty() || !applied.events().isEmpty()) {
      world.trace(
          () -> "%s in %s: %s -> %s".formatted(instance.id, room, operations, applied.results()));
    }
    if (world.cluster.lacksCopies()) {
      noCopy(promise);
    } else if (!chance.fault(world.rates().lostAnswers())) {
      Answer answer = new Answer(applied, half.room(room).term(), half.isSettled(room));
      later(delay(chance), () -> promise.tryComplete(answer));
    }
  }

  /** The owner alone does it, and is lost. */
  private void applyInVain(
      Promise<Answer> promise, Half half, String room, List<Operation> operations) {
    Applied never = half.applyOnOwnerAlone(room, instance.id, operations);
    world.trace(
        () -> "%s in %s: %s on an owner that is lost".formatted(instance.id, room, operations));
    if (world.bug == Bug.ACKNOWLEDGED_WITHOUT_COPY) {
      promise.tryComplete(new Answer(never, half.room(room).term(), true));
    }
    noCopy(promise);
  }

  private void refused(String room, List<Operation> operations) {
    if (world.bug == Bug.REFUSED_IS_APPLIED_LATER) {
      world.time.after(
          1_000, () -> world.cluster.larger().apply(room, instance.id, operations, Term.NONE));
    }
  }

  /** As the cluster's store does it: a step settles the term before something is read in it. */
  private <T> Future<T> ask(String room, Function<Half, T> question) {
    Chance chance = chance(room);
    Promise<T> promise = promise();
    if (!chance.fault(world.rates().lostRequests()) && !chance.fault(world.rates().lostAnswers())) {
      world.time.after(
          delay(chance),
          () ->
              reach(
                  promise,
                  half -> {
                    if (!world.cluster.lacksCopies()) {
                      answer(promise, half, room, question);
                    }
                  },
                  () -> {}));
    }
    return promise.future();
  }

  private <T> void answer(Promise<T> promise, Half half, String room, Function<Half, T> question) {
    if (half.isSettled(room)) {
      T answer = question.apply(half);
      later(delay(chance(room)), () -> promise.tryComplete(answer));
    } else {
      apply(room, List.of())
          .compose(settled -> ask(room, question))
          .onComplete(promise::tryComplete, promise::tryFail);
    }
  }

  /** Does something where this instance is answered. */
  private void reach(Promise<?> promise, Consumer<Half> request, Runnable otherwise) {
    if (world.cluster.refuses(instance.id)) {
      fail(promise, Outcome.NOT_APPLIED, "no quorum");
      otherwise.run();
    } else {
      world.cluster.of(instance.id).ifPresent(request);
    }
  }

  private <T> Promise<T> promise() {
    Promise<T> promise = Promise.promise();
    later(
        DEADLINE, () -> promise.tryFail(new StoreException(Outcome.UNKNOWN, "no answer in time")));
    return promise;
  }

  private void noCopy(Promise<?> promise) {
    world.time.after(WITHOUT_COPY, () -> fail(promise, Outcome.UNKNOWN, "a copy does not answer"));
  }

  private void fail(Promise<?> promise, Outcome outcome, String reason) {
    instance.step(() -> promise.tryFail(new StoreException(outcome, reason)));
  }

  /** Something reaches the instance. */
  private void later(long millis, Runnable step) {
    world.time.after(millis, () -> instance.step(step));
  }

  private Chance chance(String room) {
    return chances.computeIfAbsent(
        room, name -> world.chances.of("store of " + name + " for " + instance.id));
  }

  private static long delay(Chance chance) {
    return chance.below(20) == 0 ? chance.below(400) : 1 + chance.below(10);
  }
}
