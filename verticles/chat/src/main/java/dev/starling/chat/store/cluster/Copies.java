package dev.starling.chat.store.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.cluster.ClusterService;
import com.hazelcast.internal.partition.InternalPartition;
import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.internal.partition.PartitionReplica;
import com.hazelcast.jet.impl.util.Util;
import java.util.OptionalInt;

/**
 * Where copies of rooms are, as this member knows it. Hazelcast acknowledges a step that no copy
 * has when, right after a loss, the copy's place is empty; no public interface tells.
 */
record Copies(InternalPartitionService partitions, ClusterService members, int wanted) {

  /**
   * The copies that a member sees.
   *
   * @param wanted beside the owner's, where there are members for them
   */
  static Copies of(HazelcastInstance member, int wanted) {
    var engine = Util.getNodeEngine(member);
    return new Copies(engine.getPartitionService(), engine.getClusterService(), wanted);
  }

  /** Copies that each room can have now, beside its owner's. */
  int possible() {
    return Math.min(wanted, partitions.getMaxAllowedBackupCount());
  }

  /** Whether this member waits for partitions to move. */
  boolean areMoving() {
    return partitions.hasOnGoingMigrationLocal();
  }

  /** Copies of a room that take part in its steps. */
  int of(String room) {
    return of(partitions.getPartition(partitions.getPartitionId(room)));
  }

  /** Whether each room, also one that is yet to come, has all copies that it can have. */
  boolean areComplete() {
    OptionalInt fewest = fewest();
    return fewest.isPresent() && fewest.getAsInt() == possible();
  }

  /**
   * Copies of the room that has the fewest, which may be one that is yet to come; empty while one
   * has no owner.
   */
  OptionalInt fewest() {
    int fewest = possible();
    for (int i = 0; i < partitions.getPartitionCount(); i++) {
      InternalPartition partition = partitions.getPartition(i, false);
      if (partition == null || partition.getReplica(0) == null) {
        return OptionalInt.empty();
      }
      fewest = Math.min(fewest, of(partition));
    }
    return OptionalInt.of(fewest);
  }

  private int of(InternalPartition partition) {
    int present = 0;
    for (int i = 1; i <= possible(); i++) {
      PartitionReplica copy = partition.getReplica(i);
      if (copy != null && members.getMember(copy.address(), copy.uuid()) != null) {
        present++;
      }
    }
    return present;
  }
}
