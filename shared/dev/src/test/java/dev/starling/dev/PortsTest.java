package dev.starling.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  private final Ports ports =
      new Ports(
          List.of(
              "cluster:",
              "  bus-port: 0                        # packed default cluster.yaml line 16",
              "  port: 5701                         # packed default cluster.yaml line 13",
              "http:",
              "  port: 0                            # packed default hello.yaml line 3",
              "management:",
              "  host: \"\"                           # packed default hello.yaml line 6",
              "  port: 18007                        # packed default hello.yaml line 7",
              "tcp:",
              "  port: 8007                         # packed default hello.yaml line 9",
              "  tls:",
              "    alternative-port: 9443",
              "timeout: 2s"));

  @Test
  void each_further_instance_listens_100_above_the_one_before_but_for_the_cluster_and_free_ports() {
    assertThat(ports.environment(2))
        .isEqualTo(
            Map.of(
                "STARLING_MANAGEMENT_PORT", "18207",
                "STARLING_TCP_PORT", "8207",
                "STARLING_TCP_TLS_ALTERNATIVE_PORT", "9643"));
  }

  @Test
  void instances_of_a_service_whose_ports_are_100_apart_are_further_from_each_other() {
    Ports close = new Ports(List.of("http:", "  port: 8000", "management:", "  port: 8100"));
    assertThat(close.environment(1))
        .isEqualTo(Map.of("STARLING_HTTP_PORT", "8200", "STARLING_MANAGEMENT_PORT", "8300"));
  }
}
