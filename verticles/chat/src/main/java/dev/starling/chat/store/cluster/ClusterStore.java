package dev.starling.chat.store.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.MultiExecutionCallback;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreException;
import dev.starling.chat.store.StoreException.Outcome;
import dev.starling.chat.store.cluster.ReadProcessor.Question;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

  /** Copies are made again after each change of membership, within a second or two. */
  private static final long INCOMPLETE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Vertx vertx;
  private final ChatCluster cluster;
  private final Conditions.Limits limits;
  private final Supplier<? extends Collection<String>> instances;

  // Set once it has opened, which is before anything else is asked.
  private volatile HazelcastInstance hazelcast;
  private volatile IMap<String, RoomState> rooms;
  private volatile Suspension suspension;
  private volatile Copies copies;
  private volatile long timer;
  private volatile boolean closed;

  private final AtomicBoolean joining = new AtomicBoolean();

  // Since when rooms have fewer copies than they can have; 0 while they have them.
  private volatile long incompleteSince;

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
    HazelcastInstance member = Hazelcast.newHazelcastInstance(cluster.config());
    member.getLifecycleService().addLifecycleListener(event -> follow(event.getState()));
    MemberLog.follow(member, cluster);
    suspension = ChatCluster.suspension(member);
    suspension.starting(System.nanoTime());
    copies = Copies.of(member, cluster.copies());
    rooms = member.getMap(ChatCluster.ROOMS);
    // Partitions are assigned when somebody asks for them first.
    member.getPartitionService().getPartition(ChatCluster.ROOMS).getOwner();
    hazelcast = member;
    if (closed) {
      member.shutdown();
    } else {
      beat();
    }
  }

  @Override
  public Future<Applied> apply(String room, List<Operation> operations) {
    return submit(room, new StepProcessor(cluster.instance(), operations, limits, fresh()))
        .map(Applied.class::cast);
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
    HazelcastInstance member = hazelcast;
    if (member == null || !member.getLifecycleService().isRunning()) {
      return Optional.of("not a member of the chat's cluster");
    }
    Set<Member> members = member.getCluster().getMembers();
    int present = members.size();
    int size = cluster.settings().size();
    if (size > 0 && present > size && place(member, members) >= size) {
      return Optional.of(
          "%d chat instances are here, and cluster.size is %d: this one is too many"
              .formatted(present, size));
    }
    if (present < cluster.quorum()) {
      return Optional.of(
          "quorum lost: %d of %d chat instances are here, %d are needed"
              .formatted(present, cluster.settings().size(), cluster.quorum()));
    }
    return suspension.unavailable();
  }

  @Override
  public Optional<String> notReady() {
    long since = incompleteSince;
    return unavailable()
        .or(
            () ->
                since != 0 && System.nanoTime() - since > INCOMPLETE_NANOS
                    ? Optional.of("rooms have too few copies; they are being made")
                    : Optional.empty());
  }

  @Override
  public Future<Void> close() {
    closed = true;
    return hazelcast == null
        ? Future.succeededFuture()
        : vertx.executeBlocking(
            () -> {
              vertx.cancelTimer(timer);
              hazelcast.shutdown();
              return null;
            });
  }

  HazelcastInstance member() {
    return hazelcast;
  }

  private void follow(LifecycleState state) {
    if (state == LifecycleState.MERGING) {
      suspension.merging();
    } else if (state == LifecycleState.MERGED || state == LifecycleState.MERGE_FAILED) {
      suspension.merged();
    }
  }

  private void beat() {
    if (!hazelcast.getLifecycleService().isRunning()) {
      joinAnew();
      return;
    }
    suspension.beat(System.nanoTime(), System.currentTimeMillis());
    boolean complete = copies.areComplete();
    long since = incompleteSince;
    incompleteSince = complete ? 0 : since == 0 ? System.nanoTime() : since;
    suspension.members(hazelcast.getCluster().getMembers().size());
    if (suspension.isStarting()) {
      if (complete && present().containsAll(instances.get())) {
        suspension.complete();
      }
    } else if (suspension.isSearching()) {
      askOthers();
    }
  }

  /** A member that could not join again after a merge, or ran out of memory, has ended. */
  private void joinAnew() {
    if (!closed && joining.compareAndSet(false, true)) {
      log.error("the member of the chat's cluster has ended; it joins anew");
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

  /** Place of this member in the order in which they joined, which is the same on all. */
  private static int place(HazelcastInstance self, Set<Member> members) {
    int place = 0;
    for (Member member : members) {
      if (member.equals(self.getCluster().getLocalMember())) {
        break;
      }
      place++;
    }
    return place;
  }

  private Set<String> present() {
    return hazelcast.getCluster().getMembers().stream()
        .map(member -> member.getAttribute(ChatCluster.INSTANCE))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Does not block: what is answered counts whenever it comes, as long as it is asked anew. */
  private void askOthers() {
    Set<Member> others = new HashSet<>(hazelcast.getCluster().getMembers());
    others.remove(hazelcast.getCluster().getLocalMember());
    if (others.isEmpty()) {
      return;
    }
    hazelcast
        .getExecutorService(ChatCluster.QUESTIONS)
        .submitToMembers(
            new KnownMember(cluster.instance()),
            others,
            new MultiExecutionCallback() {
              @Override
              public void onResponse(Member member, Object value) {
                // Only all of them together say something.
              }

              @Override
              public void onComplete(Map<Member, Object> answers) {
                if (answers.size() == others.size()
                    && answers.values().stream().allMatch(Boolean.TRUE::equals)) {
                  suspension.confirmed();
                }
              }
            });
  }

  private Future<Object> ask(String room, Question question, long after, int limit) {
    return submit(room, new ReadProcessor(question, cluster.instance(), after, limit, fresh()));
  }

  private Future<Object> submit(String room, EntryProcessor<String, RoomState, Object> processor) {
    if (suspension != null) {
      suspension.beat(System.nanoTime(), System.currentTimeMillis());
    }
    Optional<String> reason = unavailable();
    if (reason.isPresent()) {
      return Future.failedFuture(new StoreException(Outcome.NOT_APPLIED, reason.get()));
    }
    // Completed by Hazelcast's own thread and timed on the caller's event loop: a pool and a timer
    // thread in between cost a switch each for every step.
    var answer = rooms.submitToKey(room, processor).thenApplyAsync(found -> found, Runnable::run);
    return Future.fromCompletionStage(answer, vertx.getOrCreateContext())
        .timeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .recover(failure -> Future.failedFuture(failed(failure)));
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
