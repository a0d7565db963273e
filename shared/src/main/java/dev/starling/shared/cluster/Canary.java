package dev.starling.shared.cluster;

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
 * reports everybody present. The first answer is to register anew; an instance that stays deaf all
 * the same is not live and asks to be restarted. An instance that nobody hears is presumed frozen:
 * that is not the listeners' fault.
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
   * Deaf for this long, in spite of repairs: not live. Longer than any removal by the cluster
   * takes.
   */
  static final long HOPELESS = 30_000;

  private static final long STALL = 2_000;
  private static final int MOST_REMEMBERED = 1_000;

  private final String self;
  private final Map<String, Long> deafSince = new HashMap<>();
  private final Map<String, Beat> beats = new HashMap<>();
  private final Set<String> everHeard = new HashSet<>();
  private long lastRepair = Long.MIN_VALUE / 2;
  private long lastTick;

  private record Beat(Set<String> hears, long at) {}

  Canary(String self, long now) {
    this.self = self;
    this.lastTick = now;
  }

  /** Another instance's beat arrived. */
  void hear(CanaryBeat beat, long now) {
    if (!beat.instance().equals(self)) {
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
    }
    beats.keySet().retainAll(listed);
    deafSince.keySet().retainAll(listed);
    for (String instance : listed) {
      Beat last = beats.get(instance);
      if (!instance.equals(self) && (last == null || !isFresh(last, now))) {
        deafSince.putIfAbsent(instance, last == null ? now + graceOf(instance) : last.at());
      }
    }
    if (deafFor(DEAF, now).isEmpty() || now - lastRepair < REPAIR_SPACING) {
      return false;
    }
    lastRepair = now;
    return true;
  }

  /** Whom this instance does not hear although they are listed. */
  Set<String> deafTo(long now) {
    return deafFor(DEAF, now);
  }

  /** Why this instance is not live; empty while it is. */
  Optional<String> complaint(long now) {
    Set<String> lasting = deafFor(HOPELESS, now);
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
                + HOPELESS / 1_000
                + " s from "
                + String.join(", ", lasting)
                + ", in spite of new registrations; restart this instance")
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
