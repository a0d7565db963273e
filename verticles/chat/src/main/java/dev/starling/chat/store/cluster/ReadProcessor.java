package dev.starling.chat.store.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.RoomState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question about a room, asked as a step that changes nothing: it is answered once every copy has
 * confirmed that it equals the owner's room. What only the owner has, and may lose, is never shown.
 */
final class ReadProcessor
    implements EntryProcessor<String, RoomState, Object>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  /** What can be asked. The order is part of the transferred format: only append. */
  enum Question {
    EVENTS,
    USERNAMES,
    CONNECTIONS
  }

  /** Nothing is let go of by a question. */
  private static final Conditions AT_NO_TIME =
      new Conditions(
          0,
          Optional.empty(),
          Optional.empty(),
          new Conditions.Limits(Integer.MAX_VALUE, Long.MAX_VALUE, 0));

  final Question question;
  final String asker;
  final long after;
  final int limit;
  final String fresh;

  private transient HazelcastInstance hazelcast;
  private transient CopyProcessor copy;

  /**
   * Creates it.
   *
   * @param asker whose connections are asked for
   * @param after the last event that the reader has
   * @param limit most events
   * @param fresh epoch of the room if it is not there yet
   */
  ReadProcessor(Question question, String asker, long after, int limit, String fresh) {
    this.question = question;
    this.asker = asker;
    this.after = after;
    this.limit = limit;
    this.fresh = fresh;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    hazelcast = instance;
  }

  @Override
  public Object process(Map.Entry<String, RoomState> entry) {
    ChatCluster.require(hazelcast, entry.getKey());
    RoomState room = entry.getValue();
    if (room == null) {
      room = new RoomState(fresh);
      entry.setValue(room);
    }
    if (!room.isSettled(ChatCluster.instances(hazelcast))) {
      throw new ChatCluster.NotServing("the instances have changed; the next step settles that");
    }
    copy = new CopyProcessor(asker, List.of(), AT_NO_TIME, fresh, room.digest());
    return switch (question) {
      case EVENTS -> room.read(after, limit);
      case USERNAMES -> new ArrayList<>(room.usernames());
      case CONNECTIONS -> new HashMap<>(room.connectionsOf(asker));
    };
  }

  @Override
  public EntryProcessor<String, RoomState, Object> getBackupProcessor() {
    return copy;
  }
}
