package dev.starling.probe.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.settings.BadSetting;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {

  @ParameterizedTest
  @CsvSource({
    "localhost, localhost, 80, 127.0.0.1, true",
    "LocalHost, localhost, 80, 127.0.0.1, true",
    "localhost, other, 80, 127.0.0.1, false",
    "localhost:8000, localhost, 8000, 127.0.0.1, true",
    "localhost:8000, localhost, 8001, 127.0.0.1, false",
    "127.0.0.1, any.example, 80, 127.0.0.1, true",
    "127.0.0.1, any.example, 80, 127.0.0.2, false",
    "127.0.0.1:8000, localhost, 8000, 127.0.0.1, true",
    "127.0.0.1:8000, localhost, 80, 127.0.0.1, false",
    "10.1.0.0/16, x, 80, 10.1.255.1, true",
    "10.1.0.0/16, x, 80, 10.2.0.1, false",
    "0.0.0.0/0, x, 80, 10.2.0.1, true",
    "0.0.0.0/0, x, 80, ::1, false",
    "::1, x, 80, ::1, true",
    "[::1]:8000, x, 8000, ::1, true",
    "[::1]:8000, x, 8001, ::1, false",
    "fd00::/8, x, 80, fd12::1, true",
    "fd00::/8, x, 80, fc12::1, false"
  })
  void an_entry_covers_what_it_names(
      String entry, String host, int port, String address, boolean covered) throws Exception {
    assertThat(
            AllowList.of(Optional.of(List.of(entry)))
                .covers(host, port, InetAddress.getByName(address)))
        .isEqualTo(covered);
  }

  @Test
  void without_entries_nothing_is_covered() throws Exception {
    assertThat(AllowList.of(Optional.empty()).covers("x", 80, InetAddress.getByName("10.0.0.1")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0/8",
        "1.2.3.4.5",
        "fd00::/129",
        "a b",
        "http://localhost",
        "localhost:0",
        "localhost:65536",
        "127.0.0.1:x",
        "[::1",
        "::g"
      })
  void a_wrong_entry_is_named(String entry) {
    assertThatThrownBy(() -> AllowList.of(Optional.of(List.of(entry))))
        .isInstanceOf(BadSetting.class)
        .hasMessageStartingWith("allow is not valid: '" + entry + "'");
  }
}
