package dev.starling.systemtests.scenario;

import dev.starling.systemtests.check.CounterCheck;
import dev.starling.systemtests.clients.CounterFleet;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.Java;
import dev.starling.systemtests.running.Place;
import dev.starling.systemtests.running.Ports;
import dev.starling.systemtests.running.Requirements;
import dev.starling.systemtests.running.ShowLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two counters whose cluster, event bus, clients and management are on IPv6 alone. */
@ExtendWith(ShowLogs.class)
@Tag("ipv6")
class Ipv6ScenariosIT {
  private static final String LOOPBACK = "::1";
  private static final Place PLACE = Place.at(LOOPBACK);
  private static final int EACH = 10;
  private static final Duration A_LOOK = Duration.ofSeconds(2);

  @TempDir private static Path directory;

  @BeforeAll
  static void need() {
    Requirements.ipv6();
  }

  @Test
  void instances_that_list_addresses_show_one_number() {
    showOneNumber("counter-ipv6", Deployment.of("counter", Collections.nCopies(2, PLACE)));
  }

  @Test
  void instances_behind_one_dns_name_with_only_ipv6_addresses_show_one_number() throws IOException {
    showOneNumber(
        "counter-ipv6-dns",
        named("::1 members.example\n").with("STARLING_CLUSTER_DNS", "members.example"));
  }

  @Test
  void instances_that_list_a_name_with_addresses_of_both_families_show_one_number()
      throws IOException {
    showOneNumber(
        "counter-ipv6-names",
        named("127.0.0.1 members.example\n::1 members.example\n")
            .with("STARLING_CLUSTER_MEMBERS", "members.example"));
  }

  /** Instances to which names mean what a hosts file says, and whose first port is the same. */
  private static Deployment named(String hosts) throws IOException {
    Path file = Files.writeString(Files.createTempFile(directory, "hosts", ""), hosts);
    return Deployment.of("counter", Collections.nCopies(2, PLACE))
        .on(Java.current().with("-XX:TieredStopAtLevel=1", "-Djdk.net.hosts.file=" + file))
        .with("STARLING_CLUSTER_PORT", Ports.free());
  }

  private static void showOneNumber(String name, Deployment deployment) {
    try (Cluster cluster = deployment.start()) {
      Scenario.of(name, new CounterCheck())
          .run(
              (cycle, history) -> {
                try (CounterFleet fleet = new CounterFleet(history, cycle)) {
                  cluster.instances().forEach(one -> fleet.connect(EACH, one.address()));
                  fleet.awaitSettled();
                  fleet.standStill(A_LOOK);
                  history.end();
                }
                return "two instances with " + EACH + " users each";
              });
    }
  }
}
