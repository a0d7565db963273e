package dev.starling.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.clients.ChatFleet;
import dev.starling.systemtests.clients.ChatTranscript;
import dev.starling.systemtests.clients.ChatUser;
import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Network;
import dev.starling.systemtests.running.Protocol;
import dev.starling.systemtests.running.ShowLogs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three chat instances on hosts of their own, one of which loses the others but not its users. */
@ExtendWith(ShowLogs.class)
class ChatPartitionIT {
  private static final int EACH = 3;
  private static final int PER_SECOND = 5;
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration CUT = Duration.ofSeconds(20);
  private static final Duration HEALING = Duration.ofSeconds(15);

  private Network network;
  private Cluster cluster;
  private ChatFleet fleet;
  private List<ChatClient> larger;
  private List<ChatClient> smaller;

  @BeforeEach
  void start() {
    network = Network.of(3);
    fleet = new ChatFleet(20_260_108);
  }

  private void start(Deployment deployment) {
    cluster = deployment.with("STARLING_TRANSCRIPT_CAPACITY", 100_000).start();
    larger = new ArrayList<>(browsers("one", 0));
    larger.addAll(browsers("two", 1));
    smaller = browsers("three", 2);
  }

  private List<ChatClient> browsers(String name, int index) {
    return fleet.browsers(name, EACH, cluster.instance(index).address(Protocol.HTTP));
  }

  @AfterEach
  void stop() {
    fleet.close();
    if (cluster != null) {
      cluster.close();
    }
    network.close();
  }

  @Tag("nightly")
  @Test
  void halves_that_both_went_on_agree_again_and_a_name_on_both_sides_stays_with_one() {
    start(Deployment.of("chat", network.places()));
    network.cut(2);
    fleet.goOn(CUT.minus(HEALING));
    // By now each side knows that it is alone.
    fleet.awaitEcho(larger.get(0), larger, HEALING);
    fleet.awaitEcho(smaller.get(0), smaller, HEALING);
    ChatClient here = fleet.browsers("both", 1, address(0)).get(0);
    ChatClient there = fleet.browsers("both", 1, address(2)).get(0);
    fleet.stayAwayWhenLost(List.of(here, there));

    network.heal(2);
    fleet.goOn(HEALING);

    assertThat(List.of(here, there))
        .filteredOn(ChatUser::isHere)
        .as("%s", states(here, there))
        .hasSize(1);
    ChatClient told = here.isHere() ? there : here;
    assertThat(told.refusals()).contains("username_taken");
    assertThat(told.closeCodes()).containsExactly(4002);
    fleet.dismiss(List.of(told));
    fleet.awaitHere(fleet.users(), SOON);
    assertSameEverywhere();
  }

  @Test
  void with_a_quorum_the_smaller_half_refuses_and_nothing_acknowledged_is_lost() {
    start(Deployment.of("chat", network.places()).with("STARLING_CLUSTER_QUORUM", 2));
    fleet.talk(PER_SECOND);
    fleet.goOn(Duration.ofSeconds(2));

    network.cut(2);
    fleet.goOn(CUT);
    assertThat(smaller).allMatch(user -> user.refusals().contains("not_accepted"));
    int before = larger.get(0).acknowledged();
    fleet.goOn(Duration.ofSeconds(1));
    assertThat(larger.get(0).acknowledged()).as("the larger half goes on").isGreaterThan(before);
    network.heal(2);
    fleet.goOn(HEALING);
    fleet.hush();

    fleet.awaitHere(fleet.users(), SOON);
    fleet.awaitAcknowledged(fleet.users(), HEALING);
    assertNothingAcknowledgedIsLost(assertSameEverywhere());
  }

  private ChatTranscript assertSameEverywhere() {
    for (Instance instance : cluster.instances()) {
      ChatTranscript.awaitUsers(instance.address(), fleet.users(), SOON);
    }
    fleet.awaitEcho(larger.get(0), fleet.users(), SOON);
    ChatTranscript transcript =
        ChatTranscript.sameEverywhere(cluster.instances().stream().map(Instance::address).toList());
    assertThat(fleet.faults(transcript)).isEmpty();
    return transcript;
  }

  private void assertNothingAcknowledgedIsLost(ChatTranscript transcript) {
    Set<String> said =
        transcript.ordered().stream().map(event -> event.text()).collect(Collectors.toSet());
    for (ChatUser user : fleet.users()) {
      Set<String> lost = new HashSet<>(((ChatClient) user).acknowledgedTexts());
      lost.removeAll(said);
      assertThat(lost).as("acknowledged to %s and lost", user.username()).isEmpty();
    }
  }

  private Address address(int index) {
    return cluster.instance(index).address(Protocol.HTTP);
  }

  private static String states(ChatUser... users) {
    return List.of(users).stream().map(ChatUser::state).collect(Collectors.joining("; "));
  }
}
