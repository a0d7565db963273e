package dev.starling.core.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Notices when the event bus no longer brings what the cluster says it should: an instance that is
 * listed as a member is not heard.
 *
 * <p>After a network loss Vert.x can be left without its consumers' registrations while Hazelcast
 * reports everybody present. The first answer is to register anew. What is still unheard after
 * {@link #LASTING} decides by this rule:
 *
 * <ul>
 *   <li><b>Not live</b> is an instance that does not hear <em>its own</em> beats, though it
 *       registered its consumers anew meanwhile and that succeeded. A beat is published like any
 *       message: Vert.x asks the cluster who is registered, and hands it to this process without a
 *       connection if this one is. If nobody at all were registered, or the cluster did not answer,
 *       it would be handed over, or the registration would fail. So the others are registered, this
 *       one alone is not, and cannot be: a restart cures it.
 *   <li><b>Not ready</b> is one that hears its own beats and misses another's, if it hears no other
 *       instance, or hears one that hears the missing one. A cut link, a closed port, a certificate
 *       that expired are no reason to be restarted: they would be there again afterwards, and are
 *       seen by both ends.
 *   <li><b>Nothing</b> follows from an instance that nobody hears: it is presumed frozen, which is
 *       not the listeners' fault.
 * </ul>
 *
 * <p>Pure and deterministic: {@code now} is in milliseconds of a monotonic clock. Not thread-safe.
 */
final class Canary {
  /** Time between two beats. */
  static final long BEAT = 500;

  /** A listed instance not heard for this long makes this one deaf to it. */
  static final long DEAF = 2_000;

  /** The same for an instance that was never heard: it is a member before its event bus is up. */
  static final long STARTING = 10_000;

  /** Least time between two repairs. */
  static final long REPAIR_SPACING = 4_000;

  /**
   * Deaf for this long, in spite of repairs: it does not pass by itself. Longer than any removal by
   * the cluster takes.
   */
  static final long LASTING = 30_000;

  private static final long STALL = 2_000;
  private static final int MOST_REMEMBERED = 1_000;

  private final String self;
  private final Map<String, Long> deafSince = new HashMap<>();
  private final Map<String, Beat> beats = new HashMap<>();
  private final Set<String> everHeard = new HashSet<>();
  private long selfHeard;
  private long lastRepair = Long.MIN_VALUE / 2;
  private long renewed = Long.MIN_VALUE / 2;
  private long lastTick;

  private record Beat(Set<String> hears, long at) {}

  Canary(String self, long now) {
    this.self = self;
    this.lastTick = now;
    this.selfHeard = now + STARTING - DEAF;
  }

  /** An instance's beat arrived, perhaps this one's own. */
  void hear(CanaryBeat beat, long now) {
    if (beat.instance().equals(self)) {
      selfHeard = Math.max(selfHeard, now);
    } else {
      beats.put(beat.instance(), new Beat(beat.hears(), now));
      deafSince.remove(beat.instance());
      remember(beat.instance());
    }
  }

  /** The beat to give now. */
  CanaryBeat beat(long now) {
    return new CanaryBeat(
        self,
        beats.entrySet().stream()
            .filter(beat -> isFresh(beat.getValue(), now))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Compares what is heard with who is listed.
   *
   * @return whether the subscriptions should be repaired now
   */
  boolean tick(Set<String> listed, long now) {
    long pause = now - lastTick;
    lastTick = now;
    if (pause > STALL) {
      // This process stood still: it heard nobody, and that proves nothing.
      deafSince.clear();
      beats.replaceAll((instance, beat) -> new Beat(beat.hears(), now));
      selfHeard = Math.max(selfHeard, now);
    }
    if (listed.stream().allMatch(self::equals)) {
      // With nobody else there is no telling who is registered.
      selfHeard = Math.max(selfHeard, now);
    }
    beats.keySet().retainAll(listed);
    deafSince.keySet().retainAll(listed);
    for (String instance : listed) {
      Beat last = beats.get(instance);
      if (!instance.equals(self) && (last == null || !isFresh(last, now))) {
        deafSince.putIfAbsent(instance, last == null ? now + graceOf(instance) : last.at());
      }
    }
    if (deafTo(now).isEmpty() || now - lastRepair < REPAIR_SPACING) {
      return false;
    }
    lastRepair = now;
    return true;
  }

  /** The consumers were registered anew, and the cluster took it. */
  void renewed(long now) {
    renewed = now;
  }

  /** Listed instances that this instance does not hear; perhaps itself. */
  Set<String> deafTo(long now) {
    Set<String> deaf = deafFor(DEAF, now);
    if (now - selfHeard >= DEAF) {
      deaf.add(self);
    }
    return deaf;
  }

  /** Why this instance is not live; empty while it is. */
  Optional<String> notLive(long now) {
    return now - selfHeard >= LASTING && renewed - selfHeard >= DEAF
        ? Optional.of(
            "event bus: its own messages have not come back for "
                + LASTING / 1_000
                + " s, in spite of new registrations; restart this instance")
        : Optional.empty();
  }

  /** Why this instance is not ready, live or not; empty while it is. */
  Optional<String> notReady(long now) {
    Set<String> lasting = deafFor(LASTING, now);
    if (lasting.isEmpty()) {
      return Optional.empty();
    }
    boolean hearsNobody = beats.values().stream().noneMatch(beat -> isFresh(beat, now));
    boolean othersHear =
        beats.values().stream()
            .filter(beat -> isFresh(beat, now))
            .anyMatch(beat -> lasting.stream().anyMatch(beat.hears()::contains));
    return hearsNobody || othersHear
        ? Optional.of(
            "event bus: nothing heard for "
                + LASTING / 1_000
                + " s from "
                + String.join(", ", lasting)
                + ", in spite of new registrations; look at the network and at the certificates")
        : Optional.empty();
  }

  private long graceOf(String instance) {
    return everHeard.contains(instance) ? 0 : STARTING - DEAF;
  }

  private void remember(String instance) {
    if (everHeard.size() >= MOST_REMEMBERED) {
      everHeard.clear();
    }
    everHeard.add(instance);
  }

  private Set<String> deafFor(long period, long now) {
    return deafSince.entrySet().stream()
        .filter(deaf -> now - deaf.getValue() >= period)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isFresh(Beat beat, long now) {
    return now - beat.at() < DEAF;
  }
}
