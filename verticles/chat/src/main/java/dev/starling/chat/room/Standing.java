package dev.starling.chat.room;

import dev.starling.shared.cluster.Membership;
import dev.starling.shared.roster.LiveRoster;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** How this instance stands among those of its service. Thread-safe, except where it says so. */
final class Standing {
  private static final long STALL = TimeUnit.SECONDS.toNanos(3);

  /** Time in which the cluster notices that a member stood still for too long. */
  private static final long DECISION = TimeUnit.SECONDS.toNanos(3);

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(12);

  private final String service;
  private final Membership membership;
  private final LiveRoster roster;
  private final int quorum;

  // Of the room's event loop.
  private long lastPulse = System.nanoTime();
  private long wokeAt;
  private Set<String> listedBefore = Set.of();
  private Set<String> missed = Set.of();

  /**
   * Creates it.
   *
   * @param quorum instances without which nothing is accepted; 0 is off
   */
  Standing(String service, Membership membership, LiveRoster roster, int quorum) {
    this.service = service;
    this.membership = membership;
    this.roster = roster;
    this.quorum = quorum;
  }

  String self() {
    return membership.self();
  }

  /** Has a step run, on any thread, whenever the cluster no longer lists an instance. */
  void onGone(Runnable step) {
    membership.onGone(instance -> step.run());
  }

  /** The instances that the cluster lists, perhaps frozen or cut off by now. */
  Set<String> listed() {
    return membership.instancesOf(service);
  }

  /** The instances that are listed and heard of. */
  Set<String> live() {
    Set<String> heard = roster.instances();
    return listed().stream()
        .filter(instance -> instance.equals(self()) || heard.contains(instance))
        .collect(Collectors.toSet());
  }

  /** Whether something is accepted only when enough instances are there. */
  boolean needsQuorum() {
    return quorum > 0;
  }

  /** Whether enough instances are there to accept something. */
  boolean hasQuorum() {
    return quorum == 0 || live().size() >= quorum;
  }

  /** Whether it falls to this instance to clear up after lost ones; to one at a time. */
  boolean isResponsible() {
    return live().stream().min(Comparator.naturalOrder()).filter(self()::equals).isPresent();
  }

  /** To be called every now and then on the room's event loop: notices when it stood still. */
  void pulse() {
    if (isAwake()) {
      listedBefore = listed();
    }
  }

  /**
   * Whether this process may write. After it stood still it cannot know whether the others went on
   * without it, and what it writes to a cluster of its own is lost when it finds back: it waits
   * until everyone is listed again, and has had time to be dropped. On the room's event loop.
   */
  boolean isAwake() {
    long now = System.nanoTime();
    if (now - lastPulse > STALL) {
      wokeAt = now;
      missed = listedBefore;
    }
    lastPulse = now;
    if (!missed.isEmpty()) {
      boolean allBack = now - wokeAt > DECISION && listed().containsAll(missed);
      if (allBack || now - wokeAt > PATIENCE) {
        missed = Set.of();
      }
    }
    return missed.isEmpty();
  }
}
