package dev.starling.chat.store.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.MultiExecutionCallback;
import com.hazelcast.map.IMap;
import dev.starling.chat.store.RoomState;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a member of the chat's cluster, from its join to its end, and whether it may
 * serve. Thread-safe.
 */
final class ChatMember {
  private static final Logger log = LoggerFactory.getLogger(ChatMember.class);

  private final ChatCluster cluster;
  private final HazelcastInstance hazelcast;
  private final Suspension suspension;
  private final Copies copies;
  private final Stranding stranding = new Stranding(System::nanoTime);
  private final IMap<String, RoomState> rooms;

  // Instances that were there when this one served last, itself included.
  private volatile Set<String> companions = Set.of();

  /** Joins; blocks until it has. */
  ChatMember(ChatCluster cluster) {
    this.cluster = cluster;
    hazelcast = Hazelcast.newHazelcastInstance(cluster.config());
    suspension = ChatCluster.suspension(hazelcast);
    hazelcast.getLifecycleService().addLifecycleListener(event -> follow(event.getState()));
    MemberLog.follow(hazelcast, cluster);
    suspension.starting(System.nanoTime());
    copies = Copies.of(hazelcast, cluster.copies());
    rooms = hazelcast.getMap(ChatCluster.ROOMS);
    // Partitions are assigned when somebody asks for them first.
    hazelcast.getPartitionService().getPartition(ChatCluster.ROOMS).getOwner();
  }

  HazelcastInstance hazelcast() {
    return hazelcast;
  }

  IMap<String, RoomState> rooms() {
    return rooms;
  }

  /** Whether it is no longer a member: it was shut down, or could not join after a merge. */
  boolean hasEnded() {
    return !hazelcast.getLifecycleService().isRunning();
  }

  /** Copies that each room has now; 0 while nobody can know. */
  int copies() {
    return hasEnded() ? 0 : copies.fewest().orElse(0);
  }

  /**
   * Whether it is cut off for good and has to join anew; to be called every second at least.
   *
   * @param known chat instances that are known from elsewhere, this one included
   */
  boolean isStranded(Collection<String> known) {
    int present = hazelcast.getCluster().getMembers().size();
    return stranding.isStranded(present, copies.areMoving(), known.size() - 1, cluster.quorum());
  }

  /** Ends at once, without handing anything over; blocks. */
  void terminate() {
    hazelcast.getLifecycleService().terminate();
  }

  /** Leaves; blocks until what is only here is elsewhere. */
  void leave() {
    hazelcast.shutdown();
  }

  /** Notes that the process runs; before each operation. */
  void touch() {
    suspension.beat(System.nanoTime(), System.currentTimeMillis());
  }

  /**
   * Checks the members; to be called every second at least. Does not block.
   *
   * @param known chat instances that are known from elsewhere
   */
  void beat(Collection<String> known) {
    touch();
    suspension.members(members().size());
    if (suspension.isStarting()) {
      if (copies.areComplete() && ChatCluster.instances(hazelcast).containsAll(known)) {
        suspension.complete();
      }
    } else if (suspension.isSearching()) {
      askOthers();
    }
    if (cluster.settings().size() > 0 && unavailable().isEmpty()) {
      servesWith(ChatCluster.instances(hazelcast));
    }
  }

  /**
   * When too many others were lost since this one served last, a majority may have gone on without
   * it first, as it does without one that is cut off: that cannot be known.
   */
  private void servesWith(Set<String> present) {
    Set<String> stayed = new HashSet<>(present);
    stayed.retainAll(companions);
    int size = cluster.settings().size();
    if (!companions.isEmpty() && size - stayed.size() >= cluster.quorum()) {
      log.warn(
          "chat cluster: only {} of {} chat instances are the ones that were here before; what the"
              + " others accepted without this one, if anything, is lost",
          stayed.size(),
          size);
    }
    companions = present;
  }

  /** Why rooms cannot be used here now. */
  Optional<String> unavailable() {
    if (hasEnded()) {
      return Optional.of("not a member of the chat's cluster");
    }
    Optional<String> misunderstanding =
        cluster.misunderstanding(hazelcast.getCluster().getMembers());
    if (misunderstanding.isPresent()) {
      return misunderstanding;
    }
    List<Member> members = members();
    int present = members.size();
    int size = cluster.settings().size();
    if (size > 0 && present > size && place(members) >= size) {
      return Optional.of(
          "%d chat instances are here, and cluster.size is %d: this one is too many"
              .formatted(present, size));
    }
    if (present < cluster.quorum()) {
      return Optional.of(
          "quorum lost: %d of %d chat instances are here, %d are needed"
              .formatted(present, size, cluster.quorum()));
    }
    return suspension.unavailable();
  }

  private List<Member> members() {
    return ChatCluster.understanding(hazelcast.getCluster().getMembers());
  }

  private void follow(LifecycleState state) {
    if (state == LifecycleState.MERGING) {
      suspension.merging();
    } else if (state == LifecycleState.MERGED || state == LifecycleState.MERGE_FAILED) {
      suspension.merged();
    }
  }

  /** Place of this member in the order in which they joined, which is the same on all. */
  private int place(List<Member> members) {
    return members.stream().takeWhile(member -> !member.localMember()).mapToInt(member -> 1).sum();
  }

  /** Does not block: what is answered counts whenever it comes, as long as it is asked anew. */
  private void askOthers() {
    Set<Member> others = new HashSet<>(members());
    others.removeIf(Member::localMember);
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
}
