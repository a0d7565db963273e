package dev.starling.core.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs members that join and leave the cluster, and splits: whoever looks for the cause of
 * something begins there.
 */
final class MembershipLog implements MembershipListener, LifecycleListener {
  private static final Logger log = LoggerFactory.getLogger(MembershipLog.class);

  private MembershipLog() {}

  /** Begins to write. */
  static void follow(HazelcastInstance hazelcast) {
    MembershipLog listener = new MembershipLog();
    hazelcast.getCluster().addMembershipListener(listener);
    hazelcast.getLifecycleService().addLifecycleListener(listener);
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    log.info(
        "{} joins the cluster: {} members", name(event.getMember()), event.getMembers().size());
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    log.info(
        "{} is no longer in the cluster: {} members",
        name(event.getMember()),
        event.getMembers().size());
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    if (event.getState() == LifecycleState.MERGING) {
      log.warn("the cluster was split: this side joins the other, which keeps its own state");
    } else if (event.getState() == LifecycleState.MERGED) {
      log.warn("the cluster is one again");
    }
  }

  private static String name(Member member) {
    return member.getAttribute(HazelcastMembership.SERVICES) + " at " + member.getAddress();
  }
}
