package dev.starling.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.check.BackCheck;
import dev.starling.systemtests.check.Check;
import dev.starling.systemtests.check.CounterCheck;
import dev.starling.systemtests.clients.CounterFleet;
import dev.starling.systemtests.clients.Newcomers;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.running.BalancedCluster;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.ShowLogs;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three counters behind HAProxy. They live on from scenario to scenario and from cycle to cycle;
 * whoever was killed is started again.
 */
@ExtendWith(ShowLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CounterScenariosIT {
  private static final int CLIENTS = 300;
  private static final int AT_ONE = 20;
  private static final Duration AT_WORK = Duration.ofSeconds(2);
  private static final Duration BACK = Machine.allow(Duration.ofSeconds(3));

  /** What is promised after a kill or a freeze. */
  private static final Duration PROMISED = Machine.allow(Duration.ofSeconds(5));

  /** A thawed instance finds itself expelled and has to join again first. */
  private static final Duration REJOINING = Machine.allow(Duration.ofSeconds(12));

  /** So much longer everyone is looked at, at standstill. */
  private static final Duration A_LOOK = Duration.ofSeconds(2);

  private static final Duration STOPPING = Machine.allow(Duration.ofSeconds(10));

  private BalancedCluster balanced;
  private Cluster cluster;
  private HaProxy proxy;

  @BeforeAll
  void start() {
    balanced = BalancedCluster.start(Deployment.of("counter", 3));
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
  void the_number_is_right_after_churn_and_after_a_kill() {
    Scenario.of("counter-crash", new CounterCheck())
        .run(
            (cycle, history) -> {
              int killed = cycle % 3;
              Instance instance = cluster.instance(killed);
              try (CounterFleet fleet = new CounterFleet(history, cycle)) {
                fleet.connect(CLIENTS, proxy.address());
                fleet.connect(AT_ONE, instance.address());
                fleet.churn(AT_WORK);
                fleet.standStill(A_LOOK);
                fleet.stayAwayWhenLost(instance.address());
                history.note(Fact.Fault.of("kill", PROMISED));
                instance.process().kill();
                fleet.standStill(PROMISED.plus(A_LOOK));
                fleet.churn(AT_WORK);
                fleet.standStill(A_LOOK);
                history.end();
              }
              instance.start();
              instance.awaitReady();
              proxy.awaitUp(killed);
              return "instance " + (killed + 1) + " killed among comings and goings";
            });
  }

  @Tag("rolling-upgrade")
  @Test
  void nobody_is_turned_away_or_miscounted_while_each_instance_is_replaced() {
    Check check = Check.all(new CounterCheck(), new BackCheck(BACK, proxy.allAddresses()));
    Scenario.of("counter-rolling-upgrade", check)
        .run(
            (cycle, history) -> {
              try (CounterFleet fleet = new CounterFleet(history, cycle)) {
                fleet.connect(CLIENTS, proxy.address());
                fleet.awaitSettled();
                try (Newcomers newcomers = new Newcomers(history, proxy.address())) {
                  for (int i = 0; i < 3; i++) {
                    history.note(Fact.Fault.of("upgrade", PROMISED));
                    cluster.instance(i).process().terminate();
                    assertThat(cluster.instance(i).process().awaitExit(STOPPING)).isZero();
                    cluster.instance(i).upgrade();
                    cluster.instance(i).start();
                    cluster.instance(i).awaitReady();
                    proxy.awaitUp(i);
                  }
                  newcomers.stop();
                }
                fleet.standStill(PROMISED.plus(A_LOOK));
                assertThat(fleet.losses()).as("everyone was moved").isGreaterThanOrEqualTo(CLIENTS);
                assertThat(fleet.closeCodes()).containsExactly(1001);
                history.end();
              }
              return "three instances replaced in turn";
            });
  }

  @Tag("freeze")
  @Test
  void a_frozen_instance_is_not_counted_until_it_is_back() {
    Scenario.of("counter-freeze", new CounterCheck())
        .run(
            (cycle, history) -> {
              Instance frozen = cluster.instance(cycle % 3);
              try (CounterFleet fleet = new CounterFleet(history, cycle)) {
                cluster.instances().forEach(one -> fleet.connect(AT_ONE, one.address()));
                fleet.awaitSettled();
                fleet.standStill(A_LOOK);
                history.note(
                    new Fact.Fault("freeze", PROMISED, Set.of(frozen.address().toString()), true));
                frozen.process().freeze();
                fleet.standStill(REJOINING);
                history.note(Fact.Fault.of("thaw", REJOINING));
                frozen.process().resume();
                fleet.standStill(REJOINING.plus(A_LOOK));
                history.end();
              }
              return "one of three frozen";
            });
  }
}
