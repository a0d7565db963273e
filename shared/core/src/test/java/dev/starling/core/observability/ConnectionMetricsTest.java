package dev.starling.core.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ConnectionMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ConnectionMetrics connections = new ConnectionMetrics(registry, "test", "tcp");

  @Test
  void the_usual_reasons_are_there_before_the_first_connection_ends() {
    for (String reason : new String[] {"client", "drain", "idle", "slow", "silent", "failure"}) {
      assertThat(ended(reason)).isZero();
    }
    connections.opened();
    connections.opened();
    connections.closed("slow");
    connections.closed("of the protocol");
    assertThat(ended("slow")).isEqualTo(1);
    assertThat(ended("of the protocol")).isEqualTo(1);
    assertThat(connections.open()).isZero();
  }

  @Test
  void what_outboxes_hold_is_a_gauge() {
    connections.held().add(1_000);
    assertThat(registry.get("starling.outbox.bytes").tag("service", "test").gauge().value())
        .isEqualTo(1_000);
  }

  private double ended(String reason) {
    Counter counter = registry.get("starling.connections.closed").tag("reason", reason).counter();
    return counter.count();
  }
}
