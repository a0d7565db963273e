package dev.starling.probe.guard;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which addresses are not of the public Internet: those that RFC 6890 and the registries of special
 * addresses (IANA, for IPv4 and IPv6) say are not globally reachable, and IPv6 addresses that carry
 * such an IPv4 address to somebody who unpacks it.
 */
public final class SpecialPurposeAddresses {
  private static final Map<Network, String> RANGES = new LinkedHashMap<>();

  static {
    range("0.0.0.0/8", "unspecified");
    range("10.0.0.0/8", "private");
    range("100.64.0.0/10", "shared by a provider's customers");
    range("127.0.0.0/8", "loopback");
    range("169.254.0.0/16", "link-local");
    range("172.16.0.0/12", "private");
    range("192.0.0.0/24", "reserved");
    range("192.0.2.0/24", "for documentation");
    range("192.88.99.0/24", "reserved");
    range("192.168.0.0/16", "private");
    range("198.18.0.0/15", "for benchmarks");
    range("198.51.100.0/24", "for documentation");
    range("203.0.113.0/24", "for documentation");
    range("224.0.0.0/4", "multicast");
    range("255.255.255.255/32", "broadcast");
    range("240.0.0.0/4", "reserved");

    range("::/128", "unspecified");
    range("::1/128", "loopback");
    range("2001:2::/48", "for benchmarks");
    range("2001:db8::/32", "for documentation");
    range("3fff::/20", "for documentation");
    range("fc00::/7", "private");
    range("fe80::/10", "link-local");
    range("fec0::/10", "private");
    range("ff00::/8", "multicast");
  }

  private static final Network MAPPED = Network.parse("::ffff:0:0/96");
  private static final Network NAT64 = Network.parse("64:ff9b::/96");
  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
  private static final Network TEREDO = Network.parse("2001::/32");

  /** RFC 2928: for protocols, of which Teredo is the one that is routed anywhere. */
  private static final Network PROTOCOLS = Network.parse("2001::/23");

  /** RFC 3513: of all the others nobody may have one yet. */
  private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

  private static final int IPV4_BYTES = 4;

  private SpecialPurposeAddresses() {}

  private static void range(String network, String what) {
    RANGES.put(Network.parse(network), what);
  }

  /** What kind of inside address this is, as an adjective; empty for one of the Internet. */
  public static Optional<String> kind(InetAddress address) {
    return kind(address.getAddress());
  }

  private static Optional<String> kind(byte[] address) {
    for (Map.Entry<Network, String> range : RANGES.entrySet()) {
      if (range.getKey().contains(address)) {
        return Optional.of(range.getValue());
      }
    }
    return address.length == IPV4_BYTES ? Optional.empty() : kindOfCarried(address);
  }

  private static Optional<String> kindOfCarried(byte[] address) {
    if (MAPPED.contains(address) || NAT64.contains(address)) {
      return carried(address, 12);
    }
    if (!GLOBAL_UNICAST.contains(address)) {
      return Optional.of("reserved");
    }
    if (SIX_TO_FOUR.contains(address)) {
      return carried(address, 2);
    }
    if (TEREDO.contains(address)) {
      return carried(address, 4).or(() -> carried(inverted(address), 12));
    }
    if (PROTOCOLS.contains(address)) {
      return Optional.of("reserved");
    }
    return isIsatap(address) ? carried(address, 12) : Optional.empty();
  }

  private static Optional<String> carried(byte[] address, int offset) {
    return kind(Arrays.copyOfRange(address, offset, offset + IPV4_BYTES));
  }

  /** RFC 4380, section 4: Teredo keeps the client's address with all bits inverted. */
  private static byte[] inverted(byte[] address) {
    byte[] inverted = address.clone();
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = (byte) ~inverted[i];
    }
    return inverted;
  }

  /** RFC 5214, section 6.1: the interface is called {@code 0:5efe} or {@code 200:5efe}. */
  private static boolean isIsatap(byte[] address) {
    return (address[8] & ~2) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
  }
}
