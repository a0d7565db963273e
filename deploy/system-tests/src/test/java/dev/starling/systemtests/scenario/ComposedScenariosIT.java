package dev.starling.systemtests.scenario;

import dev.starling.systemtests.check.ChatCheck;
import dev.starling.systemtests.check.Check;
import dev.starling.systemtests.check.OrderCheck;
import dev.starling.systemtests.check.ServedCheck;
import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.history.History;
import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.ShowLogs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Everything that may happen to three chat instances on three hosts, composed at random: each cycle
 * prints its seed, and {@code -Dscenario.seed=S} begins with another one. Clients know what the
 * contract says and no more.
 */
@ExtendWith(ShowLogs.class)
@Tag("composed")
class ComposedScenariosIT {
  private static final int CYCLES_IN_THE_BUILD = 1;

  /** The build must not fail by chance: it always composes the same. */
  private static final long SEED_OF_THE_BUILD = 748_874;

  private static final long SEED =
      Long.getLong(
          "scenario.seed",
          Scenario.isAskedFor() ? System.currentTimeMillis() % 1_000_000 : SEED_OF_THE_BUILD);

  /** One after the other in each cycle; fewer in the build. */
  private static final int FAULTS = Scenario.isAskedFor() ? 3 : 1;

  private static final int EACH = 3;
  private static final int PER_SECOND = 5;

  /** In the names of those who stay and talk. */
  private static final String STAYS = "stays";

  private static final Duration AT_WORK = Duration.ofSeconds(2);

  private static final Check CHECK =
      Check.all(
          ChatCheck.ofOneTranscript(),
          new OrderCheck(),
          new ServedCheck(ComposedFaults.ALL_IS_WELL, STAYS));

  @Test
  void the_cluster_keeps_what_it_promises() {
    try (ChatHosts hosts =
        ChatHosts.withSize(each -> withLossyBus(each).with("STARLING_TRANSCRIPT_BACKUPS", 2))) {
      run("chat-composed", hosts);
    }
  }

  @Test
  void with_a_database_it_does_too() {
    try (ChatHosts hosts = ChatHosts.withDatabase(ComposedScenariosIT::withLossyBus)) {
      run("chat-composed-with-database", hosts);
    }
  }

  private static Deployment withLossyBus(Deployment deployment) {
    return deployment.withExtension("target/test-classes");
  }

  private static void run(String name, ChatHosts hosts) {
    Scenario.of(name, CHECK)
        .run(CYCLES_IN_THE_BUILD, (cycle, history) -> run(cycle, history, hosts));
  }

  private static String run(int cycle, History history, ChatHosts hosts) {
    ComposedFaults faults = new ComposedFaults(SEED + cycle, history, hosts);
    List<Address> addresses =
        new ArrayList<>(hosts.cluster().instances().stream().map(Instance::address).toList());
    try (ChatParty party = new ChatParty(cycle, history, hosts.cluster())) {
      // Each begins at another instance and goes on at the next one.
      List<ChatClient> staying = new ArrayList<>();
      for (int i = 0; i < addresses.size(); i++) {
        staying.addAll(party.browsers(STAYS + i + "-", EACH, addresses.toArray(Address[]::new)));
        Collections.rotate(addresses, 1);
      }
      ChatClient behind = party.listener("behind", addresses.get(0));
      ChatClient blind = party.listener("blind", addresses.get(1));
      party.fleet().talk(PER_SECOND);
      party.fleet().goOn(AT_WORK);
      party.fleet().sendAway(behind);
      party.fleet().neglect(blind);
      for (int i = 0; i < FAULTS; i++) {
        faults.happen(party, staying);
      }
      party.fleet().callBack(behind);
      party.fleet().attend(blind);
      party.catchUp(List.of(behind, blind));
      party.fleet().dismiss(List.of(behind, blind));
      party.settle();
    }
    Scenario.nobodyAskedToBeRestarted(hosts.cluster());
    return "seed %d: %s".formatted(SEED + cycle, faults.done());
  }
}
