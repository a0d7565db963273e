package dev.starling.chat.store.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import dev.starling.chat.store.Term;
import dev.starling.chat.store.cluster.ReadProcessor.Question;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms in the memory of the chat instances. What was acknowledged has as many copies as there are
 * members for, and survives as many lost instances less one; all of it ends when all instances do.
 */
public final class ClusterStore implements RoomStore {
  private static final Logger log = LoggerFactory.getLogger(ClusterStore.class);

  /** Longer than Hazelcast waits for an owner or a copy that stands still. */
  private static final long DEADLINE_SECONDS = 12;

  private static final long BEAT_MILLIS = 500;

  private final Vertx vertx;
  private final ChatCluster cluster;
  private final Conditions.Limits limits;
  private final Supplier<? extends Collection<String>> instances;

  // Terms that all copies answered in, by room: one for each that is open here.
  private final Map<String, Term> terms = new ConcurrentHashMap<>();

  // Null until it has opened, which is before anything else is asked.
  private volatile ChatMember member;
  private volatile long timer;
  private volatile boolean closed;
  private final AtomicBoolean joining = new AtomicBoolean();

  /**
   * Creates it; {@link #open()} joins the cluster.
   *
   * @param instances chat instances that are known from elsewhere: one that starts serves nobody
   *     before it has found them
   */
  public ClusterStore(
      Vertx vertx,
      ChatCluster cluster,
      Conditions.Limits limits,
      Supplier<? extends Collection<String>> instances) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.limits = limits;
    this.instances = instances;
  }

  @Override
  public Future<Void> open() {
    return vertx.executeBlocking(
        () -> {
          join();
          timer = vertx.setPeriodic(BEAT_MILLIS, any -> beat());
          return null;
        });
  }

  private void join() {
    ChatMember joined = new ChatMember(cluster);
    member = joined;
    if (closed) {
      joined.leave();
    } else {
      joined.beat(instances.get());
    }
  }

  private void beat() {
    if (!member.hasEnded()) {
      Collection<String> known = instances.get();
      member.beat(known);
      if (member.isStranded(known) && joining.compareAndSet(false, true)) {
        log.error("this member of the chat's cluster cannot join the others again; it begins anew");
        vertx
            .executeBlocking(
                () -> {
                  member.terminate();
                  return null;
                })
            .onComplete(any -> joining.set(false));
      }
    } else if (!closed && joining.compareAndSet(false, true)) {
      log.error("this member of the chat's cluster has ended; it joins anew");
      vertx
          .executeBlocking(
              () -> {
                join();
                return null;
              })
          .onFailure(failure -> log.error("cannot join the chat's cluster", failure))
          .onComplete(any -> joining.set(false));
    }
  }

  @Override
  public Future<Applied> apply(String room, List<Operation> operations) {
    return step(room, operations)
        .compose(
            answer -> answer.isSettled() ? Future.succeededFuture(answer) : settle(room, answer))
        .map(StepProcessor.Answer::applied);
  }

  /**
   * Tells all copies that they all answered in this term. Only then is anything acknowledged that
   * was done in it: a minority never gets that far, and a merge keeps what did. When it fails, for
   * whatever reason, nobody knows whether what was done stays.
   */
  private Future<StepProcessor.Answer> settle(String room, StepProcessor.Answer answer) {
    terms.put(room, answer.term());
    return step(room, List.of())
        .transform(
            told ->
                told.succeeded()
                        && told.result().isSettled()
                        && told.result().term().equals(answer.term())
                    ? Future.succeededFuture(answer)
                    : Future.failedFuture(
                        new StoreException(
                            Outcome.UNKNOWN, "the instances changed meanwhile", told.cause())));
  }

  private Future<StepProcessor.Answer> step(String room, List<Operation> operations) {
    Term confirmed = terms.getOrDefault(room, Term.NONE);
    return submit(
            room, new StepProcessor(cluster.instance(), operations, confirmed, limits, fresh()))
        .map(StepProcessor.Answer.class::cast);
  }

  @Override
  public Future<Page> read(String room, long after, int limit) {
    return ask(room, Question.EVENTS, after, limit).map(Page.class::cast);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Future<List<String>> usernames(String room) {
    return ask(room, Question.USERNAMES, 0, 0).map(names -> (List<String>) names);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Future<Map<Key, String>> connections(String room) {
    return ask(room, Question.CONNECTIONS, 0, 0).map(found -> (Map<Key, String>) found);
  }

  @Override
  public Optional<String> unavailable() {
    ChatMember current = member;
    return current == null
        ? Optional.of("not a member of the chat's cluster yet")
        : current.unavailable();
  }

  @Override
  public OptionalInt copies() {
    ChatMember current = member;
    return OptionalInt.of(current == null ? 0 : current.copies());
  }

  @Override
  public Future<Void> close() {
    closed = true;
    return member == null
        ? Future.succeededFuture()
        : vertx.executeBlocking(
            () -> {
              vertx.cancelTimer(timer);
              member.leave();
              return null;
            });
  }

  HazelcastInstance member() {
    return member.hazelcast();
  }

  private Future<Object> ask(String room, Question question, long after, int limit) {
    Supplier<Future<Object>> read =
        () -> submit(room, new ReadProcessor(question, cluster.instance(), after, limit));
    // After a change of the instances a step has to settle the room's term first.
    return read.get()
        .recover(
            failure ->
                failure.getCause() instanceof ChatCluster.NotServing
                    ? apply(room, List.of()).compose(settled -> read.get())
                    : Future.failedFuture(failure));
  }

  private Future<Object> submit(String room, EntryProcessor<String, RoomState, Object> processor) {
    ChatMember current = member;
    if (current != null) {
      current.touch();
    }
    Optional<String> reason = unavailable();
    if (reason.isPresent()) {
      return Future.failedFuture(new StoreException(Outcome.NOT_APPLIED, reason.get()));
    }
    // A member that ends meanwhile throws. Completed by Hazelcast's own thread and timed on the
    // caller's event loop: a pool and a timer
    // thread in between cost a switch each for every step.
    return Future.succeededFuture(current.rooms())
        .compose(rooms -> asked(rooms.submitToKey(room, processor)))
        .timeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .recover(failure -> Future.failedFuture(failed(failure)));
  }

  private Future<Object> asked(CompletionStage<Object> answer) {
    return Future.fromCompletionStage(
        answer.thenApplyAsync(found -> found, Runnable::run), vertx.getOrCreateContext());
  }

  /**
   * Hazelcast sends an operation again by itself when its owner is lost: whatever the last attempt
   * failed of, an earlier one may have succeeded.
   */
  private static StoreException failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return new StoreException(Outcome.UNKNOWN, "the chat's cluster: " + cause.getMessage(), cause);
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }
}
