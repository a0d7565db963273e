package dev.starling.chat.store.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down who joins and leaves the chat's cluster, and that it was split. */
final class MemberLog implements MembershipListener, LifecycleListener {
  private static final Logger log = LoggerFactory.getLogger(MemberLog.class);

  private final ChatCluster cluster;

  private MemberLog(ChatCluster cluster) {
    this.cluster = cluster;
  }

  /** Begins to write. */
  static void follow(HazelcastInstance member, ChatCluster cluster) {
    MemberLog listener = new MemberLog(cluster);
    member.getCluster().addMembershipListener(listener);
    member.getLifecycleService().addLifecycleListener(listener);
    log.info(
        "chat cluster joined at {}: {}",
        member.getCluster().getLocalMember().getAddress(),
        listener.count(member.getCluster().getMembers().size()));
    cluster.misunderstanding(member.getCluster().getMembers()).ifPresent(log::error);
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    int present = event.getMembers().size();
    log.info("chat cluster: {} joined; {}", name(event.getMember()), count(present));
    if (cluster.settings().size() > 0 && present > cluster.settings().size()) {
      log.warn(
          "chat cluster: {} chat instances, and cluster.size is {}; the newest accept nothing",
          present,
          cluster.settings().size());
    }
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    int present = event.getMembers().size();
    log.info("chat cluster: {} is gone; {}", name(event.getMember()), count(present));
    if (present == cluster.quorum() - 1) {
      log.warn("chat cluster: quorum lost, {} needed; nothing is accepted", cluster.quorum());
    }
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    if (event.getState() == LifecycleState.MERGING) {
      log.warn("chat cluster: was split; this side joins the other one");
    } else if (event.getState() == LifecycleState.MERGED) {
      log.warn("chat cluster: is one again");
    } else if (event.getState() == LifecycleState.MERGE_FAILED) {
      log.error("chat cluster: the merge failed");
    }
  }

  private String count(int present) {
    return cluster.settings().size() > 0
        ? present + " of " + cluster.settings().size() + " chat instances"
        : present + (present == 1 ? " chat instance" : " chat instances");
  }

  private static String name(Member member) {
    return member.getAttribute(ChatCluster.INSTANCE) + " at " + member.getAddress();
  }
}
