package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ClusterAddressTest {
  @Test
  void a_name_of_this_machine_is_resolved() {
    assertThat(ClusterAddress.of("localhost").isLoopbackAddress()).isTrue();
  }

  @Test
  void an_address_of_another_machine_is_refused() {
    // For documentation alone (RFC 5737).
    assertThatThrownBy(() -> ClusterAddress.of("192.0.2.1"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Cannot assign requested address");
  }

  @Test
  void a_name_that_nobody_knows_is_refused_by_name() {
    // Never in the DNS (RFC 6761).
    assertThatThrownBy(() -> ClusterAddress.of("nobody.invalid"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("unknown host nobody.invalid");
  }
}
