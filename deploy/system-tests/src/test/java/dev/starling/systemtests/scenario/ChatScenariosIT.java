package dev.starling.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.check.BackCheck;
import dev.starling.systemtests.check.ChatCheck;
import dev.starling.systemtests.check.Check;
import dev.starling.systemtests.check.DelayCheck;
import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.clients.ChatUser;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.running.BalancedCluster;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Protocol;
import dev.starling.systemtests.running.ShowLogs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three chat instances behind HAProxy that keep the transcript in their memory. They live on from
 * scenario to scenario and from cycle to cycle; whoever was killed is started again.
 */
@ExtendWith(ShowLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatScenariosIT {
  private static final int EACH = 8;
  private static final int PER_SECOND = 5;

  /** Long messages fill what the system itself keeps for who does not read: some megabytes. */
  private static final int FEW = 3;

  private static final int LONG_PER_SECOND = 15;
  private static final int LONG = 4_000;

  private static final Duration AT_WORK = Duration.ofSeconds(2);
  private static final Duration SOON = Machine.allow(Duration.ofSeconds(5));

  /** {@code departure-grace}: as long a name stays with the user whose instance is lost. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration BACK = Machine.allow(Duration.ofSeconds(3));

  /** As long as the cluster takes to give up an instance that is silent, with some to spare. */
  private static final Duration GIVING_UP = Machine.allow(Duration.ofSeconds(20));

  private static final Duration FROZEN =
      Scenario.length(Duration.ofSeconds(14), Duration.ofSeconds(30));
  private static final Duration REJOINING = Machine.allow(Duration.ofSeconds(40));
  private static final Duration STOPPING = Machine.allow(Duration.ofSeconds(10));

  private BalancedCluster balanced;
  private Cluster cluster;
  private HaProxy proxy;

  @BeforeAll
  void start() {
    balanced = BalancedCluster.start(Chats.deployment(3));
    cluster = balanced.cluster();
    proxy = balanced.proxy();
  }

  @BeforeEach
  void recover() {
    balanced.recover();
  }

  @AfterAll
  void stop() {
    if (balanced != null) {
      balanced.close();
    }
  }

  @Tag("crash")
  @Test
  void a_killed_instance_loses_nothing_that_was_acknowledged() {
    Scenario.of("chat-crash", ChatCheck.ofOneTranscript())
        .run((cycle, history) -> Chats.crash(cycle, history, cluster, proxy));
  }

  @Tag("crash")
  @Test
  void names_of_a_killed_instance_are_free_soon_and_each_has_left_once() {
    Duration free = GRACE.plus(SOON);
    Check check = Check.all(ChatCheck.ofOneTranscript(), new BackCheck(free, proxy.allAddresses()));
    Scenario.of("chat-crash-names", check)
        .run(
            (cycle, history) -> {
              int killed = cycle % 3;
              try (ChatParty party = new ChatParty(cycle, history, cluster)) {
                // At terminals, which come back as strangers.
                List<ChatUser> movable = party.both(EACH, proxy);
                party.echo(party.staying());
                history.note(Fact.Fault.of("kill", free));
                cluster.instance(killed).process().kill();
                party.fleet().awaitHere(movable, GIVING_UP);
                cluster.recover();
                proxy.awaitAllUp();
                party.settle();
              }
              return "instance " + (killed + 1) + " killed while nobody said anything";
            });
  }

  @Tag("rolling-upgrade")
  @Test
  void everyone_is_back_soon_while_each_instance_is_replaced() {
    Check check = Check.all(ChatCheck.ofOneTranscript(), new BackCheck(BACK, proxy.allAddresses()));
    Scenario.of("chat-rolling-upgrade", check)
        .run(
            (cycle, history) -> {
              try (ChatParty party = new ChatParty(cycle, history, cluster)) {
                party.both(EACH, proxy);
                party.fleet().talk(1);
                for (Instance instance : cluster.instances()) {
                  history.note(Fact.Fault.of("upgrade", BACK));
                  instance.process().terminate();
                  assertThat(instance.process().awaitExit(STOPPING)).isZero();
                  instance.upgrade();
                  instance.start();
                  instance.awaitReady();
                  proxy.awaitAllUp();
                }
                party.settle();
              }
              return "three instances replaced in turn";
            });
  }

  @Tag("slow-consumer")
  @Test
  void who_does_not_read_is_closed_and_slows_nobody() {
    Check check = Check.all(ChatCheck.ofOneTranscript(), new DelayCheck(SOON));
    Scenario.of("chat-slow-consumer", check)
        .run(
            (cycle, history) -> {
              try (ChatParty party = new ChatParty(cycle, history, cluster)) {
                party.both(FEW, proxy);
                Instance instance = cluster.instance(cycle % 3);
                ChatClient slow = party.listener("slow", instance.address(Protocol.HTTP));
                party.fleet().talk(LONG_PER_SECOND, LONG);
                party.fleet().stopReading(slow);
                party.awaitAlone();
                party.fleet().awaitClosed(slow, SOON);
                party.settle();
              }
              return "one of many stopped reading";
            });
  }

  @Tag("freeze")
  @Test
  void a_frozen_instance_loses_nothing_and_catches_up_when_it_wakes() {
    Scenario.of("chat-freeze", ChatCheck.ofOneTranscript())
        .run(
            (cycle, history) -> {
              int frozen = cycle % 3;
              try (ChatParty party = new ChatParty(cycle, history, cluster)) {
                List<ChatUser> others = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                  List<ChatClient> there =
                      party.browsers("i" + i + "-", EACH, cluster.instance(i).address());
                  if (i != frozen) {
                    others.addAll(there);
                  }
                }
                party.fleet().talk(PER_SECOND);
                party.fleet().goOn(AT_WORK);
                history.note(Fact.Fault.of("freeze", GIVING_UP));
                cluster.instance(frozen).process().freeze();
                long since = System.nanoTime();
                party.fleet().awaitEcho(others.get(0), others, GIVING_UP);
                party.fleet().goOn(FROZEN.minusNanos(System.nanoTime() - since));
                party.fleet().awaitEcho(others.get(0), others, SOON);
                history.note(Fact.Fault.of("thaw", REJOINING));
                cluster.instance(frozen).process().resume();
                party.fleet().awaitHere(party.staying(), REJOINING);
                party.fleet().goOn(SOON);
                party.settle();
              }
              return "instance " + (frozen + 1) + " frozen for " + FROZEN.toSeconds() + " s";
            });
  }

  @Tag("crash")
  @Tag("nightly")
  @Test
  void after_a_restart_of_all_everyone_is_told_that_the_transcript_begins_anew() {
    Scenario.of("chat-restart-of-all", ChatCheck.ofToldLoss())
        .run(
            (cycle, history) -> {
              try (ChatParty party = new ChatParty(cycle, history, cluster)) {
                for (Instance instance : cluster.instances()) {
                  party.browsers("of" + instance.address().port() + "-", EACH, instance.address());
                }
                party.echo(party.staying());
                String before = party.witness(0).epoch();
                history.note(Fact.Fault.of("kill all", GIVING_UP));
                cluster.instances().forEach(instance -> instance.process().kill());
                cluster.recover();
                party.settle();
                assertThat(party.witness(0).epoch()).isNotEqualTo(before);
              }
              return "all killed";
            });
  }
}
