package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.starling.core.settings.SampleSettings;
import dev.starling.core.settings.SettingsException;
import dev.starling.testing.FreePorts;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A member that stands still: its host accepts connections, and nobody answers. */
class SilentMemberTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final int PATIENCE_SECONDS = 30;

  @Test
  void a_member_that_says_nothing_holds_up_no_other() throws Exception {
    int first = FreePorts.one();
    int second = FreePorts.one();
    int silent = FreePorts.one();
    HazelcastInstance one = Hazelcast.newHazelcastInstance(member(first, second, silent));
    HazelcastInstance other = Hazelcast.newHazelcastInstance(member(second, first, silent));
    try (ServerSocket listening = new ServerSocket()) {
      assertThat(one.getCluster().getMembers()).hasSize(2);
      Member member = other.getCluster().getLocalMember();
      // The first question loads classes and creates the executor.
      assertThat(ask(one, member)).isEqualTo("answer");

      listening.setReuseAddress(true);
      listening.bind(new InetSocketAddress(HERE, silent));
      listening.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      try (Socket search = searchedBy(listening)) {
        assertThat(search.isConnected()).isTrue();
        assertThat(ask(one, member)).isEqualTo("answer");
      }
    } finally {
      one.getLifecycleService().terminate();
      other.getLifecycleService().terminate();
    }
  }

  /** A connection on which a member has told its protocol and waits for an answer. */
  private static Socket searchedBy(ServerSocket listening) throws Exception {
    Socket accepted = listening.accept();
    accepted.setSoTimeout(listening.getSoTimeout());
    byte[] said = accepted.getInputStream().readNBytes(3);
    assertThat(new String(said, StandardCharsets.US_ASCII)).isEqualTo("HZC");
    return accepted;
  }

  private static String ask(HazelcastInstance from, Member member) throws Exception {
    return from.getExecutorService("questions")
        .submitToMember(new Question(), member)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** One thread writes for all connections, as it does for some where there are more. */
  private static Config member(int port, int... others) throws SettingsException {
    String members = "127.0.0.1:" + others[0] + ",127.0.0.1:" + others[1];
    Config config =
        HazelcastConfig.of(
            SampleSettings.withEnvironment(
                    Map.of(
                        "STARLING_CLUSTER_NAME",
                        "silent-" + Math.min(port, others[0]),
                        "STARLING_CLUSTER_PORT",
                        Integer.toString(port),
                        "STARLING_CLUSTER_MEMBERS",
                        members))
                .settings()
                .cluster(),
            HERE,
            "member-" + port,
            List.of("sample"));
    return config
        .setProperty("hazelcast.io.thread.count", "1")
        .setProperty("hazelcast.io.write.through", "false");
  }

  private static final class Question implements Callable<String>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public String call() {
      return "answer";
    }
  }
}
