package dev.starling.chat.store.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.Term;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A step, on its way to the room. On the room's owner it finds out the conditions; the copies
 * repeat it under the same, if they are equal to what the owner had before.
 */
final class StepProcessor
    implements EntryProcessor<String, RoomState, Object>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  /**
   * What a step comes to.
   *
   * @param term in which it was done
   * @param isSettled whether all copies are known to be in this term
   */
  record Answer(Applied applied, Term term, boolean isSettled) {}

  final String asker;
  final transient List<Operation> operations;
  final transient Optional<Term> confirmed;
  final transient Conditions.Limits limits;

  /** Epoch of the room if this step creates it. */
  final String fresh;

  private transient HazelcastInstance hazelcast;
  private transient CopyProcessor copy;

  StepProcessor(
      String asker,
      List<Operation> operations,
      Optional<Term> confirmed,
      Conditions.Limits limits,
      String fresh) {
    this.asker = asker;
    this.operations = operations;
    this.confirmed = confirmed;
    this.limits = limits;
    this.fresh = fresh;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    hazelcast = instance;
  }

  @Override
  public Object process(Map.Entry<String, RoomState> entry) {
    ChatCluster.require(hazelcast, entry.getKey());
    RoomState room = entry.getValue() == null ? new RoomState(fresh) : entry.getValue();
    Set<String> alive = ChatCluster.instances(hazelcast);
    Conditions conditions =
        new Conditions(System.currentTimeMillis(), Optional.of(alive), confirmed, limits);
    copy = new CopyProcessor(asker, operations, conditions, fresh, room.digest());
    Applied applied = room.apply(asker, operations, conditions);
    entry.setValue(room);
    return new Answer(applied, room.term(), room.isSettled(alive));
  }

  @Override
  public EntryProcessor<String, RoomState, Object> getBackupProcessor() {
    return copy;
  }
}
