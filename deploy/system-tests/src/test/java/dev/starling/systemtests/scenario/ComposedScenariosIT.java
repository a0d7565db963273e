package dev.starling.systemtests.scenario;

import dev.starling.shared.testing.EmbeddedDatabase;
import dev.starling.systemtests.check.ChatCheck;
import dev.starling.systemtests.check.Check;
import dev.starling.systemtests.check.OrderCheck;
import dev.starling.systemtests.check.ServedCheck;
import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.clients.Relay;
import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Network;
import dev.starling.systemtests.running.ShowLogs;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
    try (Network network = Network.of(3);
        Cluster cluster =
            Chats.deployment(network.places())
                .with("STARLING_CLUSTER_SIZE", 3)
                .with("STARLING_TRANSCRIPT_BACKUPS", 2)
                .withExtension("target/test-classes")
                .startAtOnce()) {
      Scenario.of("chat-composed", CHECK)
          .run(
              CYCLES_IN_THE_BUILD,
              (cycle, history) -> {
                ComposedFaults faults =
                    new ComposedFaults(
                        SEED + cycle, history, cluster, Optional.of(network), Optional.empty());
                return run(cycle, new ChatParty(cycle, history, cluster), cluster, faults);
              });
    }
  }

  @Test
  void with_a_database_it_does_too() {
    try (Network network = Network.of(3);
        EmbeddedDatabase database = EmbeddedDatabase.create();
        Relay relay = new Relay(network.outsideHost(), URI.create(database.uri()).getPort());
        Cluster cluster =
            Chats.deployment(network.places())
                .with("STARLING_TRANSCRIPT_STORE", "postgres")
                .with("STARLING_DATABASE_URI", relay.inPlaceOf(database.uri()))
                .withExtension("target/test-classes")
                .startAtOnce()) {
      Scenario.of("chat-composed-with-database", CHECK)
          .run(
              CYCLES_IN_THE_BUILD,
              (cycle, history) -> {
                ComposedFaults faults =
                    new ComposedFaults(
                        SEED + cycle,
                        history,
                        cluster,
                        Optional.of(network),
                        Optional.of(database));
                return run(cycle, new ChatParty(cycle, history, cluster), cluster, faults);
              });
    }
  }

  private static String run(int cycle, ChatParty started, Cluster cluster, ComposedFaults faults) {
    List<Address> addresses =
        new ArrayList<>(cluster.instances().stream().map(Instance::address).toList());
    try (ChatParty party = started) {
      // Each begins at another instance and goes on at the next one.
      for (int i = 0; i < addresses.size(); i++) {
        party.browsers(STAYS + i + "-", EACH, addresses.toArray(Address[]::new));
        Collections.rotate(addresses, 1);
      }
      ChatClient behind = party.listener("behind", addresses.get(0));
      ChatClient blind = party.listener("blind", addresses.get(1));
      party.fleet().talk(PER_SECOND);
      party.fleet().goOn(AT_WORK);
      party.fleet().sendAway(behind);
      party.fleet().neglect(blind);
      for (int i = 0; i < FAULTS; i++) {
        faults.happen(party);
      }
      party.fleet().callBack(behind);
      party.fleet().attend(blind);
      party.catchUp(List.of(behind, blind));
      party.fleet().dismiss(List.of(behind, blind));
      party.settle();
    }
    return "seed %d: %s".formatted(SEED + cycle, faults.done());
  }
}
