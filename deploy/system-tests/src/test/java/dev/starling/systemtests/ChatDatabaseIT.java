package dev.starling.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shared.testing.EmbeddedDatabase;
import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.clients.ChatEvent;
import dev.starling.systemtests.clients.ChatFleet;
import dev.starling.systemtests.clients.ChatTranscript;
import dev.starling.systemtests.clients.ChatUser;
import dev.starling.systemtests.clients.Relay;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Network;
import dev.starling.systemtests.running.Protocol;
import dev.starling.systemtests.running.ShowLogs;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three chat instances on hosts of their own, with one database that all of them always reach. */
@ExtendWith(ShowLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatDatabaseIT {
  private static final int EACH = 3;
  private static final int PER_SECOND = 5;
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration CUT = Duration.ofSeconds(20);
  private static final Duration HEALING = Duration.ofSeconds(15);
  private static final Duration REJOINING = Duration.ofSeconds(20);

  private EmbeddedDatabase database;
  private Network network;
  private Relay relay;
  private Cluster cluster;
  private ChatFleet fleet;
  private int tests;

  @BeforeAll
  void start() {
    network = Network.of(3);
    database = EmbeddedDatabase.create();
    URI local = URI.create(database.uri());
    relay = new Relay(network.outsideHost(), local.getPort());
    String there =
        database.uri().replace(local.getHost() + ":" + local.getPort(), relay.address().toString());
    cluster =
        Deployment.of("chat", network.places())
            .with("STARLING_TRANSCRIPT_STORE", "postgres")
            .with("STARLING_DATABASE_URI", there)
            .start();
  }

  @BeforeEach
  void recover() {
    cluster.recover();
    tests++;
    fleet = new ChatFleet(20_260_109);
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
    if (relay != null) {
      relay.close();
    }
    if (database != null) {
      database.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @Test
  void the_transcript_goes_on_after_a_restart_of_all() {
    List<ChatClient> users = join();
    fleet.talk(PER_SECOND);
    fleet.goOn(Duration.ofSeconds(3));
    cluster.instances().forEach(instance -> instance.process().kill());
    cluster.recover();
    fleet.awaitHere(users, REJOINING);
    fleet.hush();
    fleet.awaitAcknowledged(users, REJOINING);

    ChatTranscript transcript = assertSameEverywhere(users);
    assertThat(users).allMatch(user -> user.gaps() == 0);
    assertNothingAcknowledgedIsLost(transcript);
  }

  @Tag("nightly")
  @Test
  void a_partition_of_the_cluster_loses_nothing() {
    List<ChatClient> users = join();
    fleet.talk(PER_SECOND);
    fleet.goOn(Duration.ofSeconds(2));
    network.cut(2);
    fleet.goOn(CUT);
    network.heal(2);
    long healed = System.nanoTime();
    for (Instance instance : cluster.instances()) {
      Duration left = HEALING.minusNanos(System.nanoTime() - healed);
      ChatTranscript.awaitUsers(instance.address(), users, left);
    }
    fleet.hush();
    fleet.awaitHere(users, SOON);
    fleet.awaitAcknowledged(users, SOON);

    ChatTranscript transcript = assertSameEverywhere(users);
    assertThat(users).allMatch(user -> user.gaps() == 0);
    assertNothingAcknowledgedIsLost(transcript);
  }

  private List<ChatClient> join() {
    List<ChatClient> users = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      users.addAll(
          fleet.browsers(
              "u" + tests + "-" + i + "-", EACH, cluster.instance(i).address(Protocol.HTTP)));
    }
    return users;
  }

  private ChatTranscript assertSameEverywhere(List<ChatClient> users) {
    for (Instance instance : cluster.instances()) {
      ChatTranscript.awaitUsers(instance.address(), users, HEALING);
    }
    fleet.awaitEcho(users.get(0), users, SOON);
    ChatTranscript transcript =
        ChatTranscript.sameEverywhere(cluster.instances().stream().map(Instance::address).toList());
    assertThat(fleet.faults(transcript)).isEmpty();
    return transcript;
  }

  private void assertNothingAcknowledgedIsLost(ChatTranscript transcript) {
    Set<String> said =
        transcript.ordered().stream().map(ChatEvent::text).collect(Collectors.toSet());
    for (ChatUser user : fleet.users()) {
      Set<String> lost = new HashSet<>(((ChatClient) user).acknowledgedTexts());
      lost.removeAll(said);
      assertThat(lost).as("acknowledged to %s and lost", user.username()).isEmpty();
    }
  }
}
