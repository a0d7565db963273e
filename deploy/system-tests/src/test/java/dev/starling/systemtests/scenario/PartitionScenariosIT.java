package dev.starling.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.check.ChatCheck;
import dev.starling.systemtests.check.CounterCheck;
import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.clients.CounterFleet;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Network;
import dev.starling.systemtests.running.ShowLogs;
import dev.starling.testing.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three instances on hosts of their own, one of which loses the others but not its clients. */
@ExtendWith(ShowLogs.class)
@Tag("partition")
class PartitionScenariosIT {
  private static final int EACH = 10;
  private static final int PER_SECOND = 5;
  private static final int LOST = 2;
  private static final Duration AT_WORK = Duration.ofSeconds(2);

  /** What is promised when an instance is lost. */
  private static final Duration PROMISED = Machine.allow(Duration.ofSeconds(5));

  private static final Duration CUT =
      Scenario.length(Duration.ofSeconds(14), Duration.ofSeconds(20));

  /** An instance tries for 14 s what it cannot bring into the transcript. */
  private static final Duration REFUSING = Machine.allow(Duration.ofSeconds(20));

  private static final Duration ALONE =
      Scenario.length(Duration.ofSeconds(2), Duration.ofSeconds(20));
  private static final Duration BLIP = Duration.ofSeconds(3);

  /** Until the halves are one again. */
  private static final Duration HEALING = Machine.allow(Duration.ofSeconds(15));

  private static final Duration A_LOOK = Duration.ofSeconds(2);
  private static final String MERGING = "chat cluster: was split";
  private static final Duration SETTLING = Machine.allow(Duration.ofSeconds(30));

  @Test
  void each_half_counts_its_own_and_healing_makes_the_number_whole() {
    try (Network network = Network.of(3);
        Cluster cluster = Cluster.start("counter", network.places())) {
      Set<String> apart = Set.of(cluster.instance(LOST).address().toString());
      Scenario.of("counter-partition", new CounterCheck())
          .run(
              (cycle, history) -> {
                // Every other cut is over before anybody is given up.
                boolean blip = cycle % 2 == 0;
                try (CounterFleet fleet = new CounterFleet(history, cycle)) {
                  cluster.instances().forEach(one -> fleet.connect(EACH, one.address()));
                  fleet.awaitSettled();
                  fleet.standStill(A_LOOK);
                  history.note(new Fact.Fault("cut", PROMISED, apart, false));
                  network.cut(LOST);
                  fleet.standStill(blip ? BLIP : CUT);
                  history.note(Fact.Fault.of("heal", HEALING));
                  network.heal(LOST);
                  fleet.standStill(HEALING.plus(A_LOOK));
                  // From each instance to all of them, so in both directions between any two.
                  cluster.instances().forEach(one -> fleet.connect(1, one.address()));
                  fleet.awaitSettled();
                  fleet.standStill(A_LOOK);
                  history.end();
                }
                Scenario.nobodyAskedToBeRestarted(cluster);
                return blip ? "cut off for 3 s" : "cut off for " + CUT.toSeconds() + " s";
              });
    }
  }

  @Tag("nightly")
  @Test
  void with_a_quorum_the_smaller_half_refuses_and_nothing_acknowledged_is_lost() {
    try (ChatHosts hosts = ChatHosts.withSize()) {
      Scenario.of("chat-partition", ChatCheck.ofKeptMessages())
          .run((cycle, history) -> cutOff(cycle, history, hosts));
    }
  }

  /** Two of three chats are the majority, whatever else is on the side of the third. */
  @Test
  void members_of_other_services_do_not_outvote_the_majority_of_chats() {
    try (ChatHosts hosts = ChatHosts.withSize()) {
      hosts.cluster().startBeside("counter", hosts.network().places().get(LOST));
      hosts.cluster().startBeside("echo", hosts.network().places().get(LOST));
      Scenario.of("chat-partition-mixed", ChatCheck.ofKeptMessages())
          .run((cycle, history) -> cutOff(cycle, history, hosts));
    }
  }

  private static String cutOff(int cycle, History history, ChatHosts hosts) {
    try (ChatParty party = new ChatParty(cycle, history, hosts.cluster())) {
      List<ChatClient> larger = hosts.browsersAt(party, 0, 1);
      List<ChatClient> smaller = hosts.browsersAt(party, LOST);
      party.fleet().talk(PER_SECOND);
      party.fleet().goOn(AT_WORK);
      history.note(Fact.Fault.of("cut", HEALING));
      hosts.network().cut(LOST);
      party.fleet().await(smaller, one -> one.wasTold("not_accepted"), REFUSING, "is refused");
      int before = larger.get(0).acknowledged();
      party.fleet().goOn(ALONE);
      assertThat(larger.get(0).acknowledged()).isGreaterThan(before);
      history.note(Fact.Fault.of("heal", HEALING));
      hosts.network().heal(LOST);
      party.fleet().goOn(HEALING);
      party.settle();
    }
    Scenario.nobodyAskedToBeRestarted(hosts.cluster());
    return "one of three cut off";
  }

  /** In every other cycle one of those that are joined is killed, else the one that joins them. */
  @Test
  void an_instance_that_is_killed_during_a_merge_takes_nothing_acknowledged_with_it() {
    try (ChatHosts hosts = ChatHosts.withSize()) {
      Scenario.of("chat-merge-kill", ChatCheck.ofKeptMessages())
          .run(
              (cycle, history) -> {
                ServiceProcess joining = hosts.cluster().instance(LOST).process();
                boolean joins = cycle % 2 == 0;
                Instance killed = hosts.cluster().instance(joins ? LOST : 0);
                try (ChatParty party = new ChatParty(cycle, history, hosts.cluster())) {
                  hosts.browsersAt(party, 0, 1, LOST);
                  party.fleet().talk(PER_SECOND);
                  party.fleet().goOn(AT_WORK);
                  history.note(Fact.Fault.of("cut", HEALING));
                  hosts.network().cut(LOST);
                  party.fleet().goOn(CUT);
                  int before = Scenario.logged(joining, MERGING);
                  history.note(Fact.Fault.of("heal, kill in the merge", SETTLING));
                  hosts.network().heal(LOST);
                  Scenario.awaitLogged(joining, MERGING, before, SETTLING);
                  killed.process().kill();
                  party.fleet().talk(1);
                  killed.start();
                  killed.awaitReady();
                  party.settle();
                }
                Scenario.nobodyAskedToBeRestarted(hosts.cluster());
                return "one of three cut off; in the merge one "
                    + (joins ? "that joins" : "that is joined")
                    + " killed";
              });
    }
  }

  @Test
  void with_a_database_even_the_smaller_half_goes_on_and_nobody_misses_anything() {
    try (ChatHosts hosts = ChatHosts.withDatabase()) {
      Scenario.of("chat-partition-with-database", ChatCheck.ofOneTranscript())
          .run(
              (cycle, history) -> {
                try (ChatParty party = new ChatParty(cycle, history, hosts.cluster())) {
                  hosts.browsersAt(party, 0, 1, LOST);
                  party.fleet().talk(PER_SECOND);
                  party.fleet().goOn(AT_WORK);
                  history.note(Fact.Fault.of("cut", HEALING));
                  hosts.network().cut(LOST);
                  party.fleet().goOn(CUT);
                  history.note(Fact.Fault.of("heal", HEALING));
                  hosts.network().heal(LOST);
                  party.fleet().goOn(HEALING);
                  party.settle();
                }
                Scenario.nobodyAskedToBeRestarted(hosts.cluster());
                return "one of three cut off";
              });
    }
  }

  @Tag("nightly")
  @Test
  void halves_that_both_went_on_agree_again_and_a_name_on_both_sides_stays_with_one() {
    try (ChatHosts hosts = ChatHosts.withoutSize()) {
      Scenario.of("chat-partition-without-quorum", ChatCheck.ofToldLoss())
          .run(
              (cycle, history) -> {
                try (ChatParty party = new ChatParty(cycle, history, hosts.cluster())) {
                  List<ChatClient> larger = hosts.browsersAt(party, 0, 1);
                  List<ChatClient> smaller = hosts.browsersAt(party, LOST);
                  history.note(Fact.Fault.of("cut", HEALING));
                  hosts.network().cut(LOST);
                  party.fleet().goOn(PROMISED);
                  // By then each side knows that it is alone.
                  party.fleet().awaitEcho(larger.get(0), larger, SETTLING);
                  party.fleet().awaitEcho(smaller.get(0), smaller, SETTLING);
                  ChatClient here = party.namesake(hosts.cluster().instance(0).address());
                  ChatClient there = party.namesake(hosts.cluster().instance(LOST).address());
                  history.note(Fact.Fault.of("heal", HEALING));
                  hosts.network().heal(LOST);
                  party.fleet().goOn(HEALING);
                  assertThat(here.isHere())
                      .as("%s", List.of(here, there))
                      .isNotEqualTo(there.isHere());
                  ChatClient told = here.isHere() ? there : here;
                  assertThat(told.wasTold("username_taken") && told.wasTold("4002")).isTrue();
                  party.fleet().dismiss(List.of(here, there));
                  party.settle();
                }
                Scenario.nobodyAskedToBeRestarted(hosts.cluster());
                return "one of three cut off, a name taken on both sides";
              });
    }
  }
}
