package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.settings.MemberAddress;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MemberListTest {
  private static final InetAddress IPV4 = address("10.0.0.1");
  private static final InetAddress IPV6 = address("fd00::1");

  @Test
  void every_address_of_a_name_is_listed_beside_it() {
    assertThat(members(IPV6, "both", 5701))
        .containsExactly("both:5701", "[fd00:0:0:0:0:0:0:2]:5701", "[fd00:0:0:0:0:0:0:3]:5701");
  }

  @Test
  void addresses_of_the_other_family_are_left_out() {
    assertThat(members(IPV4, "both", 5701)).containsExactly("both:5701", "10.0.0.2:5701");
  }

  @Test
  void a_name_that_nobody_knows_yet_stays() {
    assertThat(members(IPV4, "later", 5701)).containsExactly("later:5701");
  }

  private static List<String> members(InetAddress self, String host, int port) {
    return MemberList.of(
        List.of(new MemberAddress(host, OptionalInt.of(port))), self, MemberListTest::resolve);
  }

  private static InetAddress[] resolve(String name) throws UnknownHostException {
    if (!name.equals("both")) {
      throw new UnknownHostException(name);
    }
    return Stream.of("10.0.0.2", "fd00::2", "fd00::3")
        .map(MemberListTest::address)
        .toArray(InetAddress[]::new);
  }

  private static InetAddress address(String text) {
    return NetUtil.createInetAddressFromIpAddressString(text);
  }
}
