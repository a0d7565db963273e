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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Members that lost each other find each other again. */
class HealedCutTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final int FIRST_PORT = FreePorts.firstOf(3);

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

  /** It gives up the oldest, which then tells it that the second is gone, and gives it up, too. */
  @Test
  void a_member_that_is_next_without_noticing_is_one_of_the_others_again() throws Exception {
    String name = UUID.randomUUID().toString();
    List<HazelcastInstance> members = new ArrayList<>();
    try {
      for (String instance : List.of("oldest", "second", "third")) {
        Config config = member(name, instance);
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "4");
        members.add(Hazelcast.newHazelcastInstance(config));
      }
      HazelcastInstance oldest = members.get(0);
      HazelcastInstance third = members.get(2);
      lose(third, oldest, false);
      lose(oldest, members.get(1), true);
      awaitTrue(() -> third.getCluster().getMembers().size() == 2);
      lose(oldest, third, true);
      assertThat(oldest.getCluster().getMembers()).hasSize(1);
      assertThat(third.getCluster().getMembers()).hasSize(2);
      awaitTrue(() -> members.stream().allMatch(one -> one.getCluster().getMembers().size() == 3));
    } finally {
      members.forEach(one -> one.getLifecycleService().terminate());
    }
  }

  private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static ClusterServiceImpl membersOf(HazelcastInstance member) {
    return (ClusterServiceImpl) Util.getNodeEngine(member).getClusterService();
  }

  private static void lose(HazelcastInstance member, HazelcastInstance other, boolean close) {
    ClusterServiceImpl members = membersOf(member);
    UUID lost = other.getCluster().getLocalMember().getUuid();
    members.suspectMember(members.getMember(lost), "cut", close);
  }

  private static void loseOthers(HazelcastInstance member) {
    ClusterServiceImpl members = membersOf(member);
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
