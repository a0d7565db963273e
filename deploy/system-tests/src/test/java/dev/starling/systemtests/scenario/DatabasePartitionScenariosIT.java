package dev.starling.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shared.testing.EmbeddedDatabase;
import dev.starling.systemtests.check.ChatCheck;
import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.clients.Relay;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Network;
import dev.starling.systemtests.running.ShowLogs;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three chats on hosts of their own, one of which loses the others and the database. */
@ExtendWith(ShowLogs.class)
@Tag("partition")
@Tag("nightly")
class DatabasePartitionScenariosIT {
  private static final int EACH = 3;
  private static final int PER_SECOND = 5;
  private static final int LOST = 2;
  private static final Duration AT_WORK = Duration.ofSeconds(2);
  private static final Duration HEALING = Machine.allow(Duration.ofSeconds(15));
  private static final Duration SETTLING = Machine.allow(Duration.ofSeconds(30));

  @Test
  void with_its_database_on_the_other_side_an_instance_refuses_and_nobody_misses_anything() {
    try (Network network = Network.of(3);
        EmbeddedDatabase database = EmbeddedDatabase.create();
        Relay relay = new Relay(network.outsideHost(), URI.create(database.uri()).getPort());
        Cluster cluster =
            Chats.deployment(network.places())
                .with("STARLING_TRANSCRIPT_STORE", "postgres")
                .with("STARLING_DATABASE_URI", relay.inPlaceOf(database.uri()))
                .start()) {
      Scenario.of("chat-partition-from-database", ChatCheck.ofOneTranscript())
          .run(
              (cycle, history) -> {
                try (ChatParty party = new ChatParty(cycle, history, cluster)) {
                  List<ChatClient> larger = atEach(party, cluster, List.of(0, 1));
                  List<ChatClient> smaller = atEach(party, cluster, List.of(LOST));
                  party.fleet().talk(PER_SECOND);
                  party.fleet().goOn(AT_WORK);
                  history.note(Fact.Fault.of("cut", SETTLING));
                  network.cut(LOST);
                  network.cutFromOutside(LOST);
                  party
                      .fleet()
                      .await(smaller, one -> one.wasTold("not_accepted"), SETTLING, "is refused");
                  int before = larger.get(0).acknowledged();
                  party.fleet().goOn(AT_WORK);
                  assertThat(larger.get(0).acknowledged()).isGreaterThan(before);
                  history.note(Fact.Fault.of("heal", SETTLING));
                  network.healToOutside(LOST);
                  network.heal(LOST);
                  party.fleet().goOn(HEALING);
                  party.settle();
                }
                Scenario.nobodyAskedToBeRestarted(cluster);
                return "one of three cut off from the others and the database";
              });
    }
  }

  private static List<ChatClient> atEach(
      ChatParty party, Cluster cluster, List<Integer> instances) {
    List<ChatClient> added = new ArrayList<>();
    for (int i : instances) {
      added.addAll(party.browsers("i" + i + "-", EACH, cluster.instance(i).address()));
    }
    return added;
  }
}
