package dev.starling.chat.store.cluster;

import com.hazelcast.map.EntryProcessor;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.RoomState;
import java.util.List;
import java.util.Map;

/**
 * A step, repeated on a copy of the room. A copy that is not what the owner had before throws: the
 * step is then not acknowledged, and the copy is sent anew.
 */
final class CopyProcessor implements EntryProcessor<String, RoomState, Object> {
  private static final long serialVersionUID = 1L;

  final String asker;
  final transient List<Operation> operations;
  final transient Conditions conditions;
  final String fresh;

  /** {@link RoomState#digest()} of the owner's room before the step. */
  final long digest;

  CopyProcessor(
      String asker, List<Operation> operations, Conditions conditions, String fresh, long digest) {
    this.asker = asker;
    this.operations = operations;
    this.conditions = conditions;
    this.fresh = fresh;
    this.digest = digest;
  }

  @Override
  public Object process(Map.Entry<String, RoomState> entry) {
    RoomState room = entry.getValue() == null ? new RoomState(fresh) : entry.getValue();
    if (room.digest() != digest) {
      throw new IllegalStateException(
          "copy of room " + entry.getKey() + " differs from its owner's; it is sent anew");
    }
    room.apply(asker, operations, conditions);
    entry.setValue(room);
    return null;
  }
}
