package dev.starling.chat.room;

import dev.starling.chat.event.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Members of a room whose connections this instance holds. Belongs to the room's loop. */
final class LocalMembers {
  private record Local(Key connection, Room.Connection client) {}

  private final Map<String, Local> byName = new HashMap<>();

  int size() {
    return byName.size();
  }

  /**
   * A connection speaks for a member from now on.
   *
   * @return whether another connection here did before; it learns that it is moved
   */
  boolean add(String nameKey, Key connection, Room.Connection client) {
    Local before = byName.put(nameKey, new Local(connection, client));
    if (before != null) {
      before.client.moved();
    }
    return before != null;
  }

  /** A connection is gone, or is to speak for nobody any more. */
  void forget(String nameKey, Key connection) {
    take(nameKey, connection);
  }

  /** The store says that a connection speaks for nobody. */
  void lose(String nameKey, Key connection) {
    Local local = take(nameKey, connection);
    if (local != null) {
      local.client.lost();
    }
  }

  /** A member speaks through another connection, which is not here. */
  void moved(String nameKey, Key connection) {
    Local local = byName.get(nameKey);
    if (local != null && !local.connection.equals(connection)) {
      byName.remove(nameKey);
      local.client.moved();
    }
  }

  /**
   * Loses connections that are not among those that the store keeps.
   *
   * @param kept connections of this instance with their members
   * @return those of them that nobody here has
   */
  Map<Key, String> compare(Map<Key, String> kept) {
    Map<Key, String> strays = new HashMap<>(kept);
    for (Map.Entry<String, Local> local : List.copyOf(byName.entrySet())) {
      if (strays.remove(local.getValue().connection) == null) {
        lose(local.getKey(), local.getValue().connection);
      }
    }
    return strays;
  }

  private Local take(String nameKey, Key connection) {
    Local local = byName.get(nameKey);
    if (local == null || !local.connection.equals(connection)) {
      return null;
    }
    return byName.remove(nameKey);
  }
}
