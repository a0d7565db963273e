package dev.starling.core.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The membership as Hazelcast sees it. Reading it is local and does not block. */
final class HazelcastMembership implements Membership {
  /** Where vertx-hazelcast keeps the node id; Starling's instance id is the same. */
  static final String INSTANCE = "__vertx.nodeId";

  static final String SERVICES = "starling.services";

  private final Cluster cluster;
  private final String self;

  HazelcastMembership(Cluster cluster) {
    this.cluster = cluster;
    this.self = cluster.getLocalMember().getAttribute(INSTANCE);
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public Set<String> instances() {
    return where(member -> true);
  }

  @Override
  public Set<String> instancesOf(String service) {
    return where(
        member -> Arrays.asList(member.getAttribute(SERVICES).split(",")).contains(service));
  }

  @Override
  public void onGone(Consumer<String> listener) {
    cluster.addMembershipListener(
        new MembershipListener() {
          @Override
          public void memberAdded(MembershipEvent event) {
            // A new member announces itself.
          }

          @Override
          public void memberRemoved(MembershipEvent event) {
            if (isStarling(event.getMember())) {
              listener.accept(event.getMember().getAttribute(INSTANCE));
            }
          }
        });
  }

  private Set<String> where(Predicate<Member> condition) {
    return cluster.getMembers().stream()
        .filter(HazelcastMembership::isStarling)
        .filter(condition)
        .map(member -> member.getAttribute(INSTANCE))
        .collect(Collectors.toSet());
  }

  private static boolean isStarling(Member member) {
    return member.getAttribute(INSTANCE) != null && member.getAttribute(SERVICES) != null;
  }
}
