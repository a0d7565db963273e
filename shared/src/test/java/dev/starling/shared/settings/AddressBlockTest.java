package dev.starling.shared.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
  @Test
  void a_list_of_addresses_and_blocks_is_read() throws SettingsException {
    assertThat(
            SampleSettings.withVariable("STARLING_CONNECTIONS_EXEMPT", "10.1.0.0/16, ::1")
                .settings()
                .connections()
                .exempt())
        .contains(List.of(new AddressBlock("10.1.0.0", 16), new AddressBlock("::1", 128)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "10.0.0", "10.0.0.1/33", "10.0.0.1/", "::1/129", "fe80::1%eth0"})
  void anything_else_is_refused_and_named(String text) {
    assertThatThrownBy(() -> SampleSettings.withVariable("STARLING_CONNECTIONS_EXEMPT", text))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("connections.exempt: '" + text + "' from environment variable");
  }
}
