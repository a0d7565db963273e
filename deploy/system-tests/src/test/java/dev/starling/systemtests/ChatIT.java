package dev.starling.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.clients.ChatFleet;
import dev.starling.systemtests.clients.ChatTerminal;
import dev.starling.systemtests.clients.ChatTranscript;
import dev.starling.systemtests.clients.ChatUser;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Protocol;
import dev.starling.systemtests.running.Requirements;
import dev.starling.systemtests.running.ShowLogs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three chat instances behind HAProxy and 60 users who talk all the time, half of them at
 * terminals. Instances come and go; one transcript remains.
 */
@ExtendWith(ShowLogs.class)
class ChatIT {
  private static final int HALF = 30;
  private static final int PER_SECOND = 20;
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration SETTLING = Duration.ofSeconds(20);
  private static final Duration STOPPING = Duration.ofSeconds(10);

  @Test
  void whatever_happens_to_instances_everyone_reads_the_same_transcript() {
    talkWhileInstancesComeAndGo(deployment(), 20_260_104);
  }

  @Test
  void the_same_over_an_event_bus_that_drops_repeats_and_reorders() {
    Cluster cluster =
        talkWhileInstancesComeAndGo(deployment().withExtension("target/test-classes"), 20_260_105);
    assertThat(cluster.instance(0).process().output()).contains("00 messages were dropped");
  }

  private static Deployment deployment() {
    return Deployment.of("chat", 3)
        .with("STARLING_TRANSCRIPT_CAPACITY", 100_000)
        // Who comes back first sends what is left from before.
        .with("STARLING_RATE_PER_SECOND", 2 * PER_SECOND)
        .with("STARLING_RATE_BURST", 10 * PER_SECOND);
  }

  private static Cluster talkWhileInstancesComeAndGo(Deployment deployment, long seed) {
    Requirements.haproxy();
    try (Cluster cluster = deployment.start();
        HaProxy proxy = HaProxy.before(cluster);
        ChatFleet fleet = new ChatFleet(seed)) {
      List<ChatClient> browsers = fleet.browsers("b", HALF, proxy.address(Protocol.HTTP));
      List<ChatTerminal> terminals = fleet.terminals("t", HALF, proxy.address(Protocol.TCP));
      // They are on the instance that is killed, and lost with it.
      List<ChatUser> lost = new ArrayList<>();
      lost.addAll(fleet.browsers("x", 2, cluster.instance(1).address(Protocol.HTTP)));
      lost.addAll(fleet.terminals("y", 2, cluster.instance(1).address(Protocol.TCP)));
      fleet.stayAwayWhenLost(lost);
      List<ChatUser> staying = new ArrayList<>(browsers);
      staying.addAll(terminals);

      fleet.talk(PER_SECOND);
      fleet.goOn(Duration.ofSeconds(3));
      cluster.instance(1).process().kill();
      fleet.goOn(Duration.ofSeconds(3));
      cluster.instance(2).process().terminate();
      assertThat(cluster.instance(2).process().awaitExit(STOPPING)).isZero();
      fleet.goOn(Duration.ofSeconds(1));
      // Starting takes all the processors there may be.
      fleet.talk(1);
      for (int i = 1; i < 3; i++) {
        cluster.instance(i).start();
        cluster.instance(i).awaitReady();
        proxy.awaitUp(i);
      }
      fleet.talk(PER_SECOND);
      fleet.goOn(Duration.ofSeconds(2));
      fleet.hush();

      fleet.awaitHere(staying, SETTLING);
      fleet.awaitAcknowledged(staying, SETTLING);
      for (Instance instance : cluster.instances()) {
        ChatTranscript.awaitUsers(instance.address(), staying, SOON);
      }
      fleet.awaitEcho(browsers.get(0), staying, SOON);
      ChatTranscript transcript =
          ChatTranscript.sameEverywhere(
              cluster.instances().stream().map(Instance::address).toList());
      assertThat(fleet.faults(transcript)).isEmpty();
      assertThat(lost).allMatch(user -> transcript.departures(user.username()) == 1);
      for (ChatClient browser : browsers) {
        assertThat(browser.gaps()).as(browser.state()).isZero();
        assertThat(browser.acknowledged()).as(browser.state()).isGreaterThan(100);
      }
      return cluster;
    }
  }
}
