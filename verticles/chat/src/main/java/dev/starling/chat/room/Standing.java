package dev.starling.chat.room;

import dev.starling.shared.cluster.Membership;
import dev.starling.shared.roster.LiveRoster;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/** How this instance stands among those of its service. Thread-safe, as what it asks is. */
final class Standing {
  private final String service;
  private final Membership membership;
  private final LiveRoster roster;
  private final int quorum;

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

  /** Whether enough instances are there to accept something. */
  boolean hasQuorum() {
    return quorum == 0 || live().size() >= quorum;
  }

  /** Whether it falls to this instance to clear up after lost ones; to one at a time. */
  boolean isResponsible() {
    return live().stream().min(Comparator.naturalOrder()).filter(self()::equals).isPresent();
  }
}
