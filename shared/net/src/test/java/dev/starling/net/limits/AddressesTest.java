package dev.starling.net.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.settings.AddressBlock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @Test
  void an_ipv6_subscriber_is_one_source_and_each_ipv4_address_is() throws UnknownHostException {
    assertThat(source("2001:db8:1:2::3")).isEqualTo(source("2001:db8:1:2:ffff::9"));
    assertThat(source("2001:db8:1:2::3")).isNotEqualTo(source("2001:db8:1:3::3"));
    assertThat(source("192.0.2.1")).isNotEqualTo(source("192.0.2.2"));
    assertThat(source("::ffff:192.0.2.1")).isEqualTo(source("192.0.2.1"));
    assertThat(source("::1")).isNotEqualTo(source("0.0.0.0"));
  }

  @Test
  void addresses_and_blocks_can_be_exempt() throws UnknownHostException {
    Exemptions exempt =
        new Exemptions(
            List.of(
                new AddressBlock("10.1.0.0", 16),
                new AddressBlock("192.0.2.7", 32),
                new AddressBlock("2001:db8::", 32),
                new AddressBlock("::1", 128)));
    assertThat(exempt.contain(address("10.1.255.1"))).isTrue();
    assertThat(exempt.contain(address("10.2.0.1"))).isFalse();
    assertThat(exempt.contain(address("192.0.2.7"))).isTrue();
    assertThat(exempt.contain(address("192.0.2.8"))).isFalse();
    assertThat(exempt.contain(address("2001:db8:ffff::1"))).isTrue();
    assertThat(exempt.contain(address("2001:db9::1"))).isFalse();
    assertThat(exempt.contain(address("::1"))).isTrue();
    assertThat(exempt.contain(address("::2"))).isFalse();
    assertThat(new Exemptions(List.of()).contain(address("::1"))).isFalse();
    assertThat(
            new Exemptions(List.of(new AddressBlock("0.0.0.0", 0)))
                .contain(address("198.51.100.1")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.85", "2001:db8:aaaa:5555:aaaa:5555:cccc:3333"})
  void a_block_ends_after_its_prefix_whatever_that_is(String within) throws UnknownHostException {
    int bits = address(within).getAddress().length * Byte.SIZE;
    for (int prefix = 0; prefix <= bits; prefix++) {
      Exemptions exempt = new Exemptions(List.of(new AddressBlock(within, prefix)));
      for (int bit = 0; bit < bits; bit++) {
        assertThat(exempt.contain(flipped(within, bit)))
            .as("%s/%d contains it with bit %d the other way", within, prefix, bit)
            .isEqualTo(bit >= prefix);
      }
      assertThat(exempt.contain(address(within))).isTrue();
    }
  }

  @Test
  void a_block_has_no_addresses_of_the_other_version() throws UnknownHostException {
    Exemptions all6 = new Exemptions(List.of(new AddressBlock("::", 0)));
    assertThat(all6.contain(address("2001:db8::1"))).isTrue();
    assertThat(all6.contain(address("192.0.2.1"))).isFalse();
    assertThat(all6.contain(address("::ffff:192.0.2.1"))).isFalse();
    Exemptions all4 = new Exemptions(List.of(new AddressBlock("0.0.0.0", 0)));
    assertThat(all4.contain(address("::ffff:192.0.2.1"))).isTrue();
    assertThat(all4.contain(address("::1"))).isFalse();
  }

  private static InetAddress flipped(String text, int bit) throws UnknownHostException {
    byte[] bytes = address(text).getAddress();
    bytes[bit / Byte.SIZE] ^= (byte) (0x80 >> bit % Byte.SIZE);
    return InetAddress.getByAddress(bytes);
  }

  private static ClientNetwork source(String text) throws UnknownHostException {
    return ClientNetwork.of(address(text));
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}
