package dev.starling.chat.store.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.RoomState;
import java.util.List;
import java.util.Map;

/** A processor that runs on a room's owner, and whose {@link CopyProcessor} runs on the copies. */
abstract class OwnerProcessor
    implements EntryProcessor<String, RoomState, Object>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  /** The instance that asks. */
  final String asker;

  private transient HazelcastInstance hazelcast;
  private transient CopyProcessor copy;

  OwnerProcessor(String asker) {
    this.asker = asker;
  }

  @Override
  public final void setHazelcastInstance(HazelcastInstance instance) {
    hazelcast = instance;
  }

  @Override
  public final Object process(Map.Entry<String, RoomState> entry) {
    ChatCluster.require(hazelcast, entry.getKey());
    return process(hazelcast, entry);
  }

  /** Runs while this member may serve; calls {@link #repeat} before it changes anything. */
  abstract Object process(HazelcastInstance member, Map.Entry<String, RoomState> entry);

  /** The copies do the same, if they are equal to the owner's room before the step. */
  final void repeat(
      List<Operation> operations, Conditions conditions, String fresh, RoomState before) {
    copy = new CopyProcessor(asker, operations, conditions, fresh, before.digest());
  }

  @Override
  public final EntryProcessor<String, RoomState, Object> getBackupProcessor() {
    return copy;
  }
}
