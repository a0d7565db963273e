package dev.starling.probe.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialPurposeAddressesTest {
  private static final long SEED = 20_260_101;
  private static final int ROUNDS = 5_000;

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "10.0.0.0, private",
    "10.255.255.255, private",
    "100.64.0.1, shared by a provider's customers",
    "100.127.255.255, shared by a provider's customers",
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "169.254.169.254, link-local",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.0.0.8, reserved",
    "192.0.2.1, for documentation",
    "192.88.99.1, reserved",
    "192.168.0.1, private",
    "192.168.255.255, private",
    "198.18.0.1, for benchmarks",
    "198.19.255.255, for benchmarks",
    "198.51.100.7, for documentation",
    "203.0.113.7, for documentation",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "240.0.0.1, reserved",
    "255.255.255.254, reserved",
    "255.255.255.255, broadcast",
    "::, unspecified",
    "::1, loopback",
    "::2, reserved",
    "::127.0.0.1, reserved",
    "::8.8.8.8, reserved",
    "::ffff:127.0.0.1, loopback",
    "::ffff:10.1.2.3, private",
    "::ffff:0:127.0.0.1, reserved",
    "64:ff9b::10.0.0.1, private",
    "64:ff9b::169.254.169.254, link-local",
    "64:ff9b:1::8.8.8.8, reserved",
    "100::1, reserved",
    "2001:2::1, for benchmarks",
    "2001:10::1, reserved",
    "2001:1f:ffff::1, reserved",
    "2001:20::1, reserved",
    "2001:db8::1, for documentation",
    "2001:0:7f00:1::, loopback",
    "2001:0:808:808:0:0:f5ff:fffe, private",
    "2002:7f00:1::1, loopback",
    "2002:c0a8:101::1, private",
    "2a00:1450::5efe:10.0.0.1, private",
    "2a00:1450::200:5efe:127.0.0.1, loopback",
    "3fff::1, for documentation",
    "4000::1, reserved",
    "fc00::1, private",
    "fdff:ffff::1, private",
    "fe80::1, link-local",
    "febf::1, link-local",
    "fec0::1, private",
    "ff02::1, multicast"
  })
  void an_inside_address_is_known_for_what_it_is(String address, String kind) throws Exception {
    assertThat(SpecialPurposeAddresses.kind(InetAddress.getByName(address))).hasValue(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0.0",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "2001:0:808:808:0:0:f7f7:f7f7",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
        "2a00:1450:4001::200e",
        "2a00:1450::5efe:8.8.8.8"
      })
  void an_address_of_the_internet_is_not(String address) throws Exception {
    assertThat(SpecialPurposeAddresses.kind(InetAddress.getByName(address))).isEmpty();
  }

  @Test
  void an_ipv4_address_is_judged_the_same_however_it_is_carried() {
    Random random = new Random(SEED);
    byte[] v4 = new byte[4];
    for (int round = 0; round < ROUNDS; round++) {
      random.nextBytes(v4);
      boolean inside = SpecialPurposeAddresses.kind(IpAddress.of(v4)).isPresent();
      assertThat(isInside(mapped(v4))).as("mapped %s", IpAddress.of(v4)).isEqualTo(inside);
      assertThat(isInside(nat64(v4))).as("NAT64 %s", IpAddress.of(v4)).isEqualTo(inside);
      assertThat(isInside(sixToFour(v4, random))).as("6to4 %s", IpAddress.of(v4)).isEqualTo(inside);
      assertThat(isInside(teredo(v4))).as("Teredo %s", IpAddress.of(v4)).isEqualTo(inside);
    }
  }

  private static boolean isInside(byte[] address) {
    return SpecialPurposeAddresses.kind(IpAddress.of(address)).isPresent();
  }

  private static byte[] mapped(byte[] v4) {
    byte[] address = new byte[16];
    address[10] = (byte) 0xff;
    address[11] = (byte) 0xff;
    System.arraycopy(v4, 0, address, 12, 4);
    return address;
  }

  private static byte[] nat64(byte[] v4) {
    byte[] address = new byte[16];
    address[1] = 0x64;
    address[2] = (byte) 0xff;
    address[3] = (byte) 0x9b;
    System.arraycopy(v4, 0, address, 12, 4);
    return address;
  }

  private static byte[] sixToFour(byte[] v4, Random random) {
    byte[] address = new byte[16];
    random.nextBytes(address);
    address[0] = 0x20;
    address[1] = 0x02;
    System.arraycopy(v4, 0, address, 2, 4);
    return address;
  }

  private static byte[] teredo(byte[] v4) {
    byte[] address = new byte[16];
    address[0] = 0x20;
    address[1] = 0x01;
    System.arraycopy(new byte[] {8, 8, 8, 8}, 0, address, 4, 4);
    for (int i = 0; i < 4; i++) {
      address[12 + i] = (byte) ~v4[i];
    }
    return address;
  }
}
