package dev.starling.core.settings;

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

  @Test
  void ipv4_mapped_ones_are_read_as_ipv4() throws SettingsException {
    assertThat(
            SampleSettings.withVariable(
                    "STARLING_CONNECTIONS_EXEMPT",
                    "::ffff:192.0.2.1,::ffff:10.1.0.0/112,::FFFF:0:0/96,0:0:0:0:0:ffff:c000:201/128")
                .settings()
                .connections()
                .exempt())
        .contains(
            List.of(
                new AddressBlock("192.0.2.1", 32),
                new AddressBlock("10.1.0.0", 16),
                new AddressBlock("0.0.0.0", 0),
                new AddressBlock("192.0.2.1", 32)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "10.0.0",
        "10.0.0.1/33",
        "10.0.0.1/",
        "::1/129",
        "::ffff:10.0.0.1/95",
        "fe80::1%eth0"
      })
  void anything_else_is_refused_and_named(String text) {
    assertThatThrownBy(() -> SampleSettings.withVariable("STARLING_CONNECTIONS_EXEMPT", text))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("connections.exempt: '" + text + "' from environment variable");
  }
}
