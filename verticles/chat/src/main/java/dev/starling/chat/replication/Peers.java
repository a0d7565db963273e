package dev.starling.chat.replication;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Position;
import java.util.List;
import java.util.Set;

/** The other instances. What is sent to them may be lost, late or repeated. */
public interface Peers {
  /**
   * Passes events on.
   *
   * @param readers instances that receive the events; this one among them is passed over
   * @param before the transcript's end before the events
   */
  void publish(Set<String> readers, String room, Position before, List<Event> events);

  /**
   * Tells an instance that a member now speaks through another connection.
   *
   * @param connection the new one
   */
  void moved(String instance, String room, String nameKey, Key connection);
}
