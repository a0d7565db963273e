package dev.starling.chat.store;

import dev.starling.chat.event.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Members of a room, each with the instance that serves it or the end of its grace. They leave in
 * the order in which they came, on every copy. Not thread-safe.
 */
class Members {
  /** An instance that is gone: its members leave at {@code until} unless their sessions move. */
  record Gone(long until, boolean stopped) {}

  private static final Comparator<Member> BY_TIME =
      Comparator.comparingLong((Member member) -> member.awayUntil)
          .thenComparingLong(member -> member.since);

  private final Map<String, Member> byName = new LinkedHashMap<>();
  private final NavigableSet<Member> away = new TreeSet<>(BY_TIME);
  private final Map<String, Integer> owned = new HashMap<>();
  private final Map<String, Gone> gone = new HashMap<>();
  private Set<String> readers = Set.of();

  int size() {
    return byName.size();
  }

  /** Members that are not away and whose connections an instance holds. */
  int owned(String owner) {
    return owned.getOrDefault(owner, 0);
  }

  Set<String> readers() {
    return readers;
  }

  Collection<Member> all() {
    return byName.values();
  }

  /** Instances that are gone and still have members here. */
  Map<String, Gone> gone() {
    return gone;
  }

  void gone(String owner, Gone instance) {
    gone.put(owner, instance);
  }

  Member get(String nameKey) {
    return byName.get(nameKey);
  }

  /** The member that this connection speaks for. */
  Optional<Member> find(String nameKey, Key connection) {
    return Optional.ofNullable(byName.get(nameKey))
        .filter(member -> member.connection.equals(connection));
  }

  Map<Key, String> connectionsOf(String owner) {
    Map<Key, String> connections = new HashMap<>();
    for (Member member : byName.values()) {
      if (member.owner.equals(owner) && member.awayUntil == Member.HERE) {
        connections.put(member.connection, member.nameKey);
      }
    }
    return connections;
  }

  void add(Member member) {
    byName.put(member.nameKey, member);
    if (member.awayUntil == Member.HERE) {
      owned.merge(member.owner, 1, Integer::sum);
    } else {
      away.add(member);
    }
  }

  void remove(Member member) {
    byName.remove(member.nameKey);
    if (!away.remove(member)) {
      disown(member.owner);
    }
  }

  /** A member's session goes on over another connection. */
  void move(Member member, Key connection, String owner) {
    if (!away.remove(member)) {
      disown(member.owner);
    }
    member.awayUntil = Member.HERE;
    member.connection = connection;
    member.owner = owner;
    owned.merge(owner, 1, Integer::sum);
  }

  /**
   * A member has lost its connection.
   *
   * @param now when it leaves if it cannot be resumed
   * @param until when it leaves otherwise
   * @return whether that is news
   */
  boolean away(Member member, long now, long until) {
    if (member.awayUntil != Member.HERE) {
      return false;
    }
    member.awayUntil = member.resumable ? until : now;
    away.add(member);
    disown(member.owner);
    return true;
  }

  /** Returns whether that is news. */
  boolean stop(String owner, long now, long until) {
    boolean read = watch(owner, false);
    boolean left = owned(owner) > 0 && gone.get(owner) == null;
    if (left) {
      lose(Set.of(owner), now, new Gone(until, true));
    }
    return left || read;
  }

  /** Returns whether that is news. */
  boolean watch(String owner, boolean on) {
    if (readers.contains(owner) == on) {
      return false;
    }
    Set<String> changed = new TreeSet<>(readers);
    if (on) {
      changed.add(owner);
    } else {
      changed.remove(owner);
    }
    readers = Set.copyOf(changed);
    return true;
  }

  /**
   * Notes which instances are gone, and which of those are back. Nobody leaves later than this
   * grace allows, whatever a clock that has been set back since said.
   *
   * @param now when members of one that is gone now leave if they cannot be resumed
   * @param until when the others of its members leave
   * @return whether something changed
   */
  boolean observe(Set<String> alive, long now, long until) {
    boolean changed = shorten(until);
    Set<String> lost = new HashSet<>();
    for (String owner : owned.keySet()) {
      Gone known = gone.get(owner);
      if (!alive.contains(owner) && known == null) {
        lost.add(owner);
      } else if (alive.contains(owner) && known != null && !known.stopped()) {
        gone.remove(owner);
        changed = true;
      }
    }
    for (String reader : readers) {
      changed |= !alive.contains(reader) && watch(reader, false);
    }
    lose(lost, now, new Gone(until, false));
    return changed || !lost.isEmpty();
  }

  private boolean shorten(long until) {
    boolean changed = false;
    while (!away.isEmpty() && away.last().awayUntil > until) {
      Member member = away.pollLast();
      member.awayUntil = until;
      away.add(member);
      changed = true;
    }
    for (Map.Entry<String, Gone> instance : gone.entrySet()) {
      if (instance.getValue().until() > until) {
        instance.setValue(new Gone(until, instance.getValue().stopped()));
        changed = true;
      }
    }
    return changed;
  }

  private void lose(Set<String> owners, long now, Gone instance) {
    if (owners.isEmpty()) {
      return;
    }
    owners.forEach(owner -> gone.put(owner, instance));
    for (Member member : byName.values()) {
      if (!member.resumable && owners.contains(member.owner)) {
        away(member, now, now);
      }
    }
  }

  /** Members whose time to come back is over. */
  List<Member> expired(long now, int limit) {
    List<Member> expired = new ArrayList<>();
    for (Member member : away) {
      if (expired.size() == limit || member.awayUntil > now) {
        break;
      }
      expired.add(member);
    }
    boolean anyGone = gone.values().stream().anyMatch(instance -> instance.until() <= now);
    if (anyGone) {
      for (Member member : byName.values()) {
        Gone instance = gone.get(member.owner);
        if (expired.size() < limit
            && instance != null
            && instance.until() <= now
            && member.awayUntil == Member.HERE) {
          expired.add(member);
        }
      }
    }
    return expired;
  }

  private void disown(String owner) {
    if (owned.merge(owner, -1, Integer::sum) == 0) {
      owned.remove(owner);
      gone.remove(owner);
    }
  }
}
