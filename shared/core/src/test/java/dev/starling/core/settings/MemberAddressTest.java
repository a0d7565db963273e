package dev.starling.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberAddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1, -1",
    "10.0.0.1:5701, 10.0.0.1, 5701",
    "10.0.0.*, 10.0.0.*, -1",
    "chat-1.chat:5702, chat-1.chat, 5702",
    "::1, ::1, -1",
    "fd00::1, fd00::1, -1",
    "[::1], ::1, -1",
    "[fd00::1]:5701, fd00::1, 5701",
    "fe80::1%eth0, fe80::1%eth0, -1",
  })
  void names_and_addresses_of_both_families_are_read(String text, String host, int port) {
    assertThat(MemberAddress.parse(text))
        .isEqualTo(new MemberAddress(host, port < 0 ? OptionalInt.empty() : OptionalInt.of(port)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[::1", "::1]", "[::1]:", "[::1]5701", "[10.0.0.1]", "one:65536", "one:", "o ne"})
  void anything_else_is_refused_and_named(String text) {
    assertThatThrownBy(() -> SampleSettings.withVariable("STARLING_CLUSTER_MEMBERS", text))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("cluster.members: '" + text + "' from environment variable");
  }

  @Test
  void a_list_keeps_its_order() throws SettingsException {
    assertThat(
            SampleSettings.withVariable("STARLING_CLUSTER_MEMBERS", "[::1]:5701, b, ::2")
                .settings()
                .cluster()
                .members()
                .orElseThrow())
        .extracting(MemberAddress::toString)
        .isEqualTo(List.of("[::1]:5701", "b", "[::2]"));
  }

  @ParameterizedTest
  @CsvSource({"[::1], ::1", "::, ::", "[::], ::", "127.0.0.1, 127.0.0.1", "a.example, a.example"})
  void a_host_to_listen_on_may_stand_in_brackets(String text, String host) {
    assertThat(new Converters.Host().convert(text)).isEqualTo(host);
  }
}
