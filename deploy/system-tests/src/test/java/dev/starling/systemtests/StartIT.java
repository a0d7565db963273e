package dev.starling.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Invocation;
import dev.starling.systemtests.running.Java;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Place;
import dev.starling.systemtests.running.Ports;
import dev.starling.systemtests.running.Requirements;
import dev.starling.systemtests.running.ShowLogs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever starts a service gets it running, or is told in one line why not. */
@ExtendWith(ShowLogs.class)
class StartIT {
  /** From when on Vert.x warns of an event loop. */
  private static final Duration BLOCKED = Duration.ofSeconds(2);

  private static final Pattern STANDSTILL = Pattern.compile(" has been blocked for (\\d+) ms");

  @Test
  void a_bad_setting_is_named_with_where_it_came_from_and_ends_with_2() {
    Invocation refused =
        Invocation.of("counter", Map.of("STARLING_HTTP_PORT", "eighty"), List.of());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors()).hasSize(1);
    assertThat(refused.errors().get(0)).contains("http.port", "STARLING_HTTP_PORT", "eighty");
  }

  @Test
  void a_setting_that_does_not_exist_ends_with_2() {
    Invocation refused = Invocation.of("counter", Map.of("STARLING_HTTP_PROT", "8080"), List.of());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors()).hasSize(1);
    assertThat(refused.errors().get(0)).contains("STARLING_HTTP_PROT");
  }

  @Test
  void an_unknown_option_ends_with_2() {
    Invocation refused = Invocation.of("counter", Map.of(), List.of("--fast"));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors()).hasSize(1);
    assertThat(refused.errors().get(0)).contains("--fast");
  }

  @Test
  void a_file_that_cannot_be_read_ends_with_2() {
    Invocation refused =
        Invocation.of("echo", Map.of(), List.of("--config", "target/no-such-file.yaml"));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors()).hasSize(1);
    assertThat(refused.errors().get(0)).contains("no-such-file.yaml");
  }

  @Test
  void a_port_that_is_taken_is_named_in_one_line_and_ends_with_1() {
    try (Cluster cluster = Cluster.start("counter", 1)) {
      String taken = Integer.toString(cluster.instance(0).address().port());
      Invocation refused =
          Invocation.of(
              "counter",
              Map.of(
                  "STARLING_CLUSTER_ENABLED", "false",
                  "STARLING_MANAGEMENT_PORT", "0",
                  "STARLING_HTTP_PORT", taken),
              List.of());

      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.errors()).hasSize(1);
      assertThat(refused.errors().get(0)).contains(taken);
    }
  }

  @Test
  void told_to_stop_before_it_is_up_it_lets_go_of_what_it_has_and_ends_with_0() {
    String cluster = Integer.toString(Ports.free());
    Invocation stopped =
        Invocation.stoppedWhileStarting(
            "counter",
            Map.of(
                "STARLING_HTTP_PORT",
                "0",
                "STARLING_CLUSTER_PORT",
                cluster,
                "STARLING_CLUSTER_MEMBERS",
                "127.0.0.1:" + cluster,
                "STARLING_CLUSTER_NAME",
                "stopped"));

    assertThat(stopped.exitCode()).isZero();
    assertThat(stopped.errors()).isEmpty();
    // Where a start is quicker than one look at its management port, it has served.
    assertThat(stopped.output()).containsAnyOf("no services were running", "drained");
    assertThat(withoutStarved(stopped.output())).doesNotContain("WARN", "ERROR");
  }

  @Test
  void help_version_and_the_settings_in_force_can_be_asked_for() {
    Invocation help = Invocation.of("counter", Map.of(), List.of("--help"));
    assertThat(help.exitCode()).isZero();
    assertThat(help.errors()).isEmpty();
    assertThat(help.output()).contains("--config", "--print-config", "--sample-data", "--version");

    Invocation version = Invocation.of("counter", Map.of(), List.of("--version"));
    assertThat(version.exitCode()).isZero();
    assertThat(version.errors()).isEmpty();
    assertThat(version.output()).containsPattern("counter.* \\d+\\.\\d+\\.\\d+");

    Invocation settings =
        Invocation.of("counter", Map.of("STARLING_HTTP_PORT", "4711"), List.of("--print-config"));
    assertThat(settings.exitCode()).isZero();
    assertThat(settings.errors()).isEmpty();
    assertThat(settings.output()).contains("4711");
  }

  @Test
  void nothing_is_warned_of_at_the_start_and_the_end() {
    startsAndStopsQuietly("counter", Java.current());
    startsAndStopsQuietly("echo", Java.current());
  }

  @Test
  void nothing_is_warned_of_on_java_25_either() {
    startsAndStopsQuietly("counter", Requirements.java(25));
  }

  private static void startsAndStopsQuietly(String service, Java java) {
    try (Cluster cluster = Cluster.start(service, List.of(Place.HERE), java)) {
      Instance instance = cluster.instance(0);
      instance.process().terminate();
      assertThat(instance.process().awaitExit(Machine.allow(Duration.ofSeconds(10)))).isZero();
      assertThat(withoutStarved(instance.process().output())).doesNotContainIgnoringCase("warn");
    }
  }

  /**
   * Without warnings of event loops that a busy machine did not let run: they look blocked, because
   * Vert.x measures time and not work. On an idle machine all stay.
   */
  private static String withoutStarved(String output) {
    long waited = Machine.allow(BLOCKED).toMillis();
    return output
        .lines()
        .filter(
            line -> {
              Matcher blocked = STANDSTILL.matcher(line);
              return !blocked.find() || Long.parseLong(blocked.group(1)) > waited;
            })
        .collect(Collectors.joining("\n"));
  }
}
