package dev.starling.chat.store.cluster;

import com.hazelcast.core.HazelcastInstance;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question about a room, asked as a step that changes nothing: it is answered once every copy has
 * confirmed that it equals the owner's room. What only the owner has, and may lose, is never shown.
 */
final class ReadProcessor extends OwnerProcessor {
  private static final long serialVersionUID = 1L;

  /** Kinds of questions. The order is part of the transferred format: only append. */
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
          Term.NONE,
          new Conditions.Limits(Integer.MAX_VALUE, Long.MAX_VALUE, 0));

  final Question question;
  final long after;
  final int limit;

  /**
   * Creates it.
   *
   * @param asker whose connections are asked for
   * @param after the last event that the reader has
   * @param limit most events
   */
  ReadProcessor(Question question, String asker, long after, int limit) {
    super(asker);
    this.question = question;
    this.after = after;
    this.limit = limit;
  }

  @Override
  Object process(HazelcastInstance member, Map.Entry<String, RoomState> entry) {
    RoomState room = entry.getValue();
    if (room == null || !room.isSettled(ChatCluster.instances(member))) {
      throw new ChatCluster.NotServing("the instances have changed; the next step settles that");
    }
    repeat(List.of(), AT_NO_TIME, "", room);
    return switch (question) {
      case EVENTS -> room.read(after, limit);
      case USERNAMES -> new ArrayList<>(room.usernames());
      case CONNECTIONS -> new HashMap<>(room.connectionsOf(asker));
    };
  }
}
