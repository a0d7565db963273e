package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.jet.impl.util.Util;
import dev.starling.core.settings.SampleSettings;
import dev.starling.core.settings.SettingsException;
import dev.starling.testing.FreePorts;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Members that lost each other find each other again. */
class HealedCutTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final int FIRST_PORT = FreePorts.firstOf(2);

  /** Hazelcast alone, which waits 5 s at each port where nobody listens, takes a minute. */
  private static final int SOON_SECONDS = 40;

  @Test
  void members_given_as_hosts_without_ports_are_one_cluster_soon_after_a_cut() throws Exception {
    String name = UUID.randomUUID().toString();
    HazelcastInstance one = Hazelcast.newHazelcastInstance(member(name, "one"));
    HazelcastInstance other = Hazelcast.newHazelcastInstance(member(name, "other"));
    try {
      assertThat(one.getCluster().getMembers()).hasSize(2);
      CountDownLatch merged = new CountDownLatch(1);
      for (HazelcastInstance member : List.of(one, other)) {
        member
            .getLifecycleService()
            .addLifecycleListener(
                event -> {
                  if (event.getState() == LifecycleState.MERGED) {
                    merged.countDown();
                  }
                });
      }
      loseOthers(one);
      loseOthers(other);
      assertThat(merged.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(one.getCluster().getMembers()).hasSize(2);
      assertThat(other.getCluster().getMembers()).hasSize(2);
    } finally {
      one.getLifecycleService().terminate();
      other.getLifecycleService().terminate();
    }
  }

  private static void loseOthers(HazelcastInstance member) {
    ClusterServiceImpl members =
        (ClusterServiceImpl) Util.getNodeEngine(member).getClusterService();
    for (Member other : List.copyOf(members.getMembers())) {
      if (!other.localMember()) {
        members.suspectMember(other, "cut", true);
      }
    }
  }

  private static Config member(String name, String instance) throws SettingsException {
    return HazelcastConfig.of(
        SampleSettings.withEnvironment(
                Map.of(
                    "STARLING_CLUSTER_NAME",
                    name,
                    "STARLING_CLUSTER_PORT",
                    Integer.toString(FIRST_PORT),
                    "STARLING_CLUSTER_MEMBERS",
                    "127.0.0.1"))
            .settings()
            .cluster(),
        HERE,
        instance,
        List.of("sample"));
  }
}
