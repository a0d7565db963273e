package dev.starling.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.clients.ChatFleet;
import dev.starling.systemtests.clients.ChatTerminal;
import dev.starling.systemtests.clients.ChatTranscript;
import dev.starling.systemtests.clients.ChatUser;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Protocol;
import dev.starling.systemtests.running.ShowLogs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three chat instances that keep the transcript in their memory; users are on a certain one each.
 * The cluster lives on from test to test.
 */
@ExtendWith(ShowLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatFaultsIT {
  private static final int EACH = 4;
  private static final int PER_SECOND = 5;
  private static final Duration SOON = Duration.ofSeconds(5);

  /** As long as the cluster takes to give up an instance that is silent. */
  private static final Duration GIVING_UP = Duration.ofSeconds(12);

  private static final Duration FROZEN = Duration.ofSeconds(30);
  private static final Duration REJOINING = Duration.ofSeconds(20);

  private Cluster cluster;
  private ChatFleet fleet;
  private int tests;

  @BeforeAll
  void start() {
    cluster = Deployment.of("chat", 3).with("STARLING_TRANSCRIPT_CAPACITY", 100_000).start();
  }

  @BeforeEach
  void recover() {
    cluster.recover();
    tests++;
    fleet = new ChatFleet(20_260_107);
  }

  @AfterEach
  void disconnect() {
    fleet.close();
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void names_of_a_killed_instance_are_free_within_5_s_and_each_has_left_once() {
    List<ChatUser> lost = join(2);
    List<ChatUser> staying = join(0);
    fleet.stayAwayWhenLost(lost);

    cluster.instance(2).process().kill();
    long killed = System.nanoTime();
    // They knock until they are let in.
    List<ChatClient> heirs =
        fleet.browsers(name("b", 2), EACH, cluster.instance(1).address(Protocol.HTTP));
    List<ChatTerminal> otherHeirs =
        fleet.terminals(name("t", 2), EACH, cluster.instance(1).address(Protocol.TCP));
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(SOON);

    fleet.awaitEcho(heirs.get(0), staying, SOON);
    fleet.goOn(SOON);
    ChatTranscript transcript = sameEverywhere(List.of(cluster.instance(0), cluster.instance(1)));
    for (ChatUser user : lost) {
      assertThat(transcript.departures(user.username())).as(user.username()).isOne();
      assertThat(transcript.arrivals(user.username())).as(user.username()).isEqualTo(2);
    }
    assertThat(otherHeirs).allMatch(ChatUser::isHere);
  }

  @Test
  void the_others_go_on_without_a_frozen_instance_and_it_catches_up_when_it_wakes() {
    List<ChatUser> staying = join(0);
    staying.addAll(join(1));
    List<ChatUser> frozen = join(2);
    ChatUser first = staying.get(0);
    fleet.talk(PER_SECOND);
    fleet.goOn(Duration.ofSeconds(1));

    cluster.instance(2).process().freeze();
    long since = System.nanoTime();
    fleet.awaitEcho(first, staying, GIVING_UP);
    fleet.goOn(FROZEN.minusNanos(System.nanoTime() - since));
    fleet.awaitEcho(first, staying, SOON);
    cluster.instance(2).process().thaw();
    fleet.goOn(REJOINING);
    fleet.hush();

    List<ChatUser> everyone = new ArrayList<>(staying);
    everyone.addAll(frozen);
    fleet.awaitHere(everyone, SOON);
    fleet.awaitAcknowledged(everyone, SOON);
    awaitOnline(everyone);
    fleet.awaitEcho(first, everyone, SOON);
    ChatTranscript transcript = sameEverywhere(cluster.instances());
    assertThat(fleet.faults(transcript)).isEmpty();
    assertThat(fleet.omissions(transcript)).isEmpty();
  }

  @Test
  void after_a_restart_of_all_a_new_epoch_begins_and_who_resumes_is_told_of_a_gap() {
    List<ChatUser> users = new ArrayList<>();
    for (Instance instance : cluster.instances()) {
      users.addAll(
          fleet.browsers(
              name("b", users.size()), EACH, instance.address(), cluster.instance(0).address()));
    }
    fleet.awaitEcho(users.get(0), users, SOON);
    String before = ChatTranscript.of(cluster.instance(0).address()).epoch();

    cluster.instances().forEach(instance -> instance.process().kill());
    cluster.recover();

    fleet.awaitHere(users, REJOINING);
    awaitOnline(users);
    fleet.awaitEcho(users.get(1), users, SOON);
    ChatTranscript transcript = sameEverywhere(cluster.instances());
    assertThat(transcript.epoch()).isNotEqualTo(before);
    assertThat(fleet.faults(transcript)).isEmpty();
    assertThat(users)
        .allSatisfy(
            user -> {
              assertThat(((ChatClient) user).gaps()).as(user.state()).isPositive();
              assertThat(((ChatClient) user).epoch()).isEqualTo(transcript.epoch());
            });
  }

  private List<ChatUser> join(int index) {
    Instance instance = cluster.instance(index);
    List<ChatUser> users = new ArrayList<>();
    users.addAll(fleet.browsers(name("b", index), EACH, instance.address(Protocol.HTTP)));
    users.addAll(fleet.terminals(name("t", index), EACH, instance.address(Protocol.TCP)));
    return users;
  }

  /** Who was in an earlier test may just be leaving. */
  private String name(String kind, int index) {
    return kind + tests + "-" + index + "-";
  }

  private static ChatTranscript sameEverywhere(List<Instance> instances) {
    ChatTranscript transcript =
        ChatTranscript.sameEverywhere(instances.stream().map(Instance::address).toList());
    return transcript;
  }

  private void awaitOnline(List<ChatUser> users) {
    for (Instance instance : cluster.instances()) {
      ChatTranscript.awaitUsers(instance.address(), users, SOON);
    }
  }
}
