package dev.starling.chat.store.cluster;

import com.hazelcast.core.HazelcastInstance;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.Term;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A step, on its way to the room. The copies repeat it under the owner's conditions. */
final class StepProcessor extends OwnerProcessor {
  private static final long serialVersionUID = 1L;

  /**
   * The answer to a step.
   *
   * @param term in which it was done
   * @param isSettled whether all copies are known to be in this term
   */
  record Answer(Applied applied, Term term, boolean isSettled) {}

  final transient List<Operation> operations;
  final transient Term confirmed;
  final transient Conditions.Limits limits;

  /** Epoch of the room if this step creates it. */
  final String fresh;

  StepProcessor(
      String asker,
      List<Operation> operations,
      Term confirmed,
      Conditions.Limits limits,
      String fresh) {
    super(asker);
    this.operations = operations;
    this.confirmed = confirmed;
    this.limits = limits;
    this.fresh = fresh;
  }

  @Override
  Object process(HazelcastInstance member, Map.Entry<String, RoomState> entry) {
    RoomState room = entry.getValue() == null ? new RoomState(fresh) : entry.getValue();
    Set<String> alive = ChatCluster.instances(member);
    // Of all members, and not of this one: rooms that move to another owner keep their clock.
    long now = member.getCluster().getClusterTime();
    Conditions conditions = new Conditions(now, Optional.of(alive), confirmed, limits);
    repeat(operations, conditions, fresh, room);
    Applied applied = room.apply(asker, operations, conditions);
    entry.setValue(room);
    return new Answer(applied, room.term(), room.isSettled(alive));
  }
}
