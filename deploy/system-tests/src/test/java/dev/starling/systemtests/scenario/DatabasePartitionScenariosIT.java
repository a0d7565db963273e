package dev.starling.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.check.ChatCheck;
import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.ShowLogs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three chats on hosts of their own, one of which loses the others and the database. */
@ExtendWith(ShowLogs.class)
@Tag("partition")
@Tag("nightly")
class DatabasePartitionScenariosIT {
  private static final int PER_SECOND = 5;
  private static final int LOST = 2;
  private static final Duration AT_WORK = Duration.ofSeconds(2);
  private static final Duration HEALING = Machine.allow(Duration.ofSeconds(15));
  private static final Duration SETTLING = Machine.allow(Duration.ofSeconds(30));

  @Test
  void with_its_database_on_the_other_side_an_instance_refuses_and_nobody_misses_anything() {
    try (ChatHosts hosts = ChatHosts.withDatabase()) {
      Scenario.of("chat-partition-from-database", ChatCheck.ofOneTranscript())
          .run(
              (cycle, history) -> {
                try (ChatParty party = new ChatParty(cycle, history, hosts.cluster())) {
                  List<ChatClient> larger = hosts.browsersAt(party, 0, 1);
                  List<ChatClient> smaller = hosts.browsersAt(party, LOST);
                  party.fleet().talk(PER_SECOND);
                  party.fleet().goOn(AT_WORK);
                  history.note(Fact.Fault.of("cut", SETTLING));
                  hosts.network().cut(LOST);
                  hosts.network().cutFromOutside(LOST);
                  party
                      .fleet()
                      .await(smaller, one -> one.wasTold("not_accepted"), SETTLING, "is refused");
                  int before = larger.get(0).acknowledged();
                  party.fleet().goOn(AT_WORK);
                  assertThat(larger.get(0).acknowledged()).isGreaterThan(before);
                  history.note(Fact.Fault.of("heal", SETTLING));
                  hosts.network().healToOutside(LOST);
                  hosts.network().heal(LOST);
                  party.fleet().goOn(HEALING);
                  party.settle();
                }
                Scenario.nobodyAskedToBeRestarted(hosts.cluster());
                return "one of three cut off from the others and the database";
              });
    }
  }
}
