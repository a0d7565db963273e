package dev.starling.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.clients.CounterFleet;
import dev.starling.systemtests.clients.Newcomers;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Requirements;
import dev.starling.systemtests.running.ShowLogs;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three counters behind HAProxy and 300 clients, whatever happens to one of the counters. The
 * cluster lives on from test to test; what a test took down is started again before the next.
 */
@ExtendWith(ShowLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CounterIT {
  private static final int CLIENTS = 300;
  private static final Duration SOON = Duration.ofSeconds(5);

  /**
   * A thawed instance finds itself expelled and has to join again first, as after a network cut.
   */
  private static final Duration REJOINING = Duration.ofSeconds(12);

  private static final Duration STOPPING = Duration.ofSeconds(10);

  private Cluster cluster;
  private HaProxy proxy;
  private CounterFleet fleet;

  @BeforeAll
  void start() {
    Requirements.haproxy();
    cluster = Cluster.start("counter", 3);
    proxy = HaProxy.before(cluster);
  }

  @BeforeEach
  void connect() {
    cluster.recover();
    proxy.awaitAllUp();
    fleet = new CounterFleet(20_260_101);
    fleet.connect(CLIENTS, proxy.address());
    fleet.awaitSettled();
    fleet.awaitAllEndOn(CLIENTS, SOON);
  }

  @AfterEach
  void disconnect() {
    fleet.close();
  }

  @AfterAll
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void everyone_sees_the_exact_number_after_churn_and_after_a_kill() {
    fleet.churn(Duration.ofSeconds(5));
    fleet.awaitAllEndOn(fleet.wanted(), SOON);

    int losses = fleet.losses() + proxy.sessions().get(1);
    cluster.instance(1).process().kill();
    fleet.awaitLosses(losses, SOON);
    fleet.awaitSettled();
    fleet.awaitAllEndOn(fleet.wanted(), SOON);

    fleet.churn(Duration.ofSeconds(3));
    fleet.awaitAllEndOn(fleet.wanted(), SOON);
  }

  @Test
  void clients_of_a_killed_instance_who_stay_away_are_not_counted() {
    int left = CLIENTS - proxy.sessions().get(2);
    fleet.stayAwayWhenLost();

    cluster.instance(2).process().kill();

    fleet.awaitShow(left, left, SOON);
    fleet.awaitAllEndOn(left, SOON);
  }

  @Test
  void a_frozen_instance_is_not_counted_until_it_is_back() {
    int left = CLIENTS - proxy.sessions().get(0);
    assertThat(left).as("clients of two of three instances").isBetween(150, 250);

    cluster.instance(0).process().freeze();
    fleet.awaitShow(left, left, SOON);
    fleet.standStill(Duration.ofSeconds(15).minus(SOON));
    fleet.awaitShow(left, left, Duration.ZERO);

    cluster.instance(0).process().thaw();
    // Until it has joined again the number may be right and turn wrong once more, after it never.
    fleet.standStill(REJOINING);
    fleet.awaitShow(CLIENTS, CLIENTS, Duration.ZERO);
    proxy.awaitUp(0);
    fleet.churn(Duration.ofSeconds(2));
    fleet.awaitAllEndOn(fleet.wanted(), SOON);
  }

  @Test
  void a_stopped_instance_tells_its_clients_that_it_goes() {
    int losses = proxy.sessions().get(2);
    cluster.instance(2).process().terminate();

    assertThat(cluster.instance(2).process().awaitExit(STOPPING)).isZero();
    fleet.awaitLosses(losses, SOON);
    fleet.awaitSettled();
    fleet.awaitAllEndOn(CLIENTS, SOON);
    assertThat(fleet.closeCodes()).containsExactly(1001);
  }

  @Test
  void nobody_is_turned_away_or_miscounted_while_all_instances_are_restarted_in_turn() {
    try (Newcomers newcomers = new Newcomers(proxy.address())) {
      for (int i = 0; i < 3; i++) {
        Instance instance = cluster.instance(i);
        instance.process().terminate();
        assertThat(instance.process().awaitExit(STOPPING)).isZero();
        instance.start();
        instance.awaitReady();
        proxy.awaitUp(i);
      }
      int served = newcomers.stop();
      assertThat(newcomers.turnedAway()).isEmpty();
      assertThat(served).isGreaterThan(50);
    }
    fleet.awaitSettled();
    fleet.awaitAllEndOn(CLIENTS, SOON);
    assertThat(fleet.losses()).as("everyone was moved").isGreaterThanOrEqualTo(CLIENTS);
    assertThat(fleet.closeCodes()).containsExactly(1001);
  }
}
