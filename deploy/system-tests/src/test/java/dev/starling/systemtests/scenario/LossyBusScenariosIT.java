package dev.starling.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.check.ChatCheck;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Requirements;
import dev.starling.systemtests.running.ShowLogs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same as a crash, over an event bus that drops, repeats and reorders what it is given. */
@ExtendWith(ShowLogs.class)
class LossyBusScenariosIT {

  @Tag("lossy-bus")
  @Test
  void a_bad_event_bus_and_a_killed_instance_lose_nothing_that_was_acknowledged() {
    Requirements.haproxy();
    try (Cluster cluster = Chats.deployment(3).withExtension("target/test-classes").start();
        HaProxy proxy = HaProxy.before(cluster)) {
      Scenario.of("chat-lossy-bus", ChatCheck.ofOneTranscript())
          .run((cycle, history) -> Chats.crash(cycle, history, cluster, proxy));
      assertThat(cluster.instance(0).process().output()).contains("00 messages were dropped");
      Scenario.nobodyAskedToBeRestarted(cluster);
    }
  }
}
