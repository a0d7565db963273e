package dev.starling.chat.transcript;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is in the room according to the transcript: a fold over its events, so that everyone who
 * reads the same events counts the same users.
 */
final class Present {
  private final Map<String, String> joinKeys = new HashMap<>();

  void reset(Map<String, String> present) {
    joinKeys.clear();
    joinKeys.putAll(present);
  }

  /** Takes in one event. Who has left under an earlier join stays. */
  void apply(Event event) {
    switch (event.kind()) {
      case JOINED -> joinKeys.put(event.username(), event.join());
      case LEFT -> joinKeys.remove(event.username(), event.join());
      case MESSAGE -> {}
    }
  }

  int size() {
    return joinKeys.size();
  }

  Set<String> usernames() {
    return joinKeys.keySet();
  }

  Map<String, String> joins() {
    return joinKeys;
  }

  /**
   * What the counts were at each of the last events, reckoned backwards from now. Exact as long as
   * no one joined twice without having left.
   */
  List<Happening> before(List<Event> events) {
    List<Happening> result = new ArrayList<>(events.size());
    int online = size();
    for (int i = events.size() - 1; i >= 0; i--) {
      Event event = events.get(i);
      result.add(new Happening(event, Math.max(0, online)));
      online +=
          switch (event.kind()) {
            case JOINED -> -1;
            case LEFT -> 1;
            case MESSAGE -> 0;
          };
    }
    Collections.reverse(result);
    return result;
  }
}
