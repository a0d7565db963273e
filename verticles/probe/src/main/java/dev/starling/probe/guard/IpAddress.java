package dev.starling.probe.guard;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the ways in which an IP address can be written to the address. Nothing here asks a name
 * server.
 */
final class IpAddress {
  private static final int IPV4_PARTS = 4;
  private static final int NO_ZONE = -1;
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV6 =
      Pattern.compile(
          "\\[(?<hex>[0-9A-Fa-f:]*:)((?<last>[0-9A-Fa-f]{0,4})|(?<ipv4>O(\\.O){3}))]"
              .replace("O", OCTET));
  private static final long IPV4_MOST = 0xFFFF_FFFFL;

  private IpAddress() {}

  /**
   * The usual spelling only: four decimal numbers, or RFC 4291 without a zone. 4 or 16 bytes, also
   * of an IPv4-mapped IPv6 address 16.
   */
  static Optional<byte[]> bytes(String text) {
    return text.indexOf('%') >= 0
        ? Optional.empty()
        : Optional.ofNullable(NetUtil.createByteArrayFromIpAddressString(text));
  }

  /** An IPv6 address in brackets, without a zone, as 16 bytes. */
  static Optional<byte[]> bracketed(String text) {
    Matcher matcher = IPV6.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    // Netty does not read all addresses that end as IPv4 ones.
    String last =
        matcher.group("ipv4") == null
            ? matcher.group("last")
            : loose(matcher.group("ipv4")).map(IpAddress::asHex).orElseThrow();
    return bytes(matcher.group("hex") + last);
  }

  private static String asHex(InetAddress ipv4) {
    byte[] octets = ipv4.getAddress();
    return "%02x%02x:%02x%02x".formatted(octets[0], octets[1], octets[2], octets[3]);
  }

  /** The opposite; an IPv4-mapped IPv6 address stays IPv6. */
  static String bracketed(byte[] bytes) {
    try {
      return "[" + text(Inet6Address.getByAddress(null, bytes, NO_ZONE)) + "]";
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException(wrongLength);
    }
  }

  /**
   * Whether the last label is a number, so that browsers take all of it for an IPv4 address (WHATWG
   * URL, "ends in a number").
   */
  static boolean endsInNumber(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    return last.matches("[0-9]+|0x[0-9a-f]*");
  }

  /**
   * Any spelling that browsers and {@code inet_aton} know: decimal, octal or hexadecimal numbers,
   * and fewer than four of them, of which the last fills what is left.
   *
   * @param host in lower case, without a trailing dot
   */
  static Optional<InetAddress> loose(String host) {
    String[] parts = host.split("\\.", -1);
    if (parts.length > IPV4_PARTS) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      int bits = last ? Byte.SIZE * (IPV4_PARTS - i) : Byte.SIZE;
      long number = number(parts[i]);
      if (number < 0 || number >>> bits != 0) {
        return Optional.empty();
      }
      address = address << bits | number;
    }
    return Optional.of(
        of(
            new byte[] {
              (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address
            }));
  }

  /** From its 4 or 16 bytes; an IPv4-mapped IPv6 address becomes the IPv4 address that it is. */
  static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException(wrongLength);
    }
  }

  /** The usual spelling: of IPv6 the short one (RFC 5952). */
  static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  /** Negative when it is none, or larger than any address. */
  private static long number(String text) {
    int radix = 10;
    String digits = text;
    if (text.startsWith("0x")) {
      radix = 16;
      digits = text.length() == 2 ? "0" : text.substring(2);
    } else if (text.length() > 1 && text.startsWith("0")) {
      radix = 8;
      digits = text.substring(1);
    }
    try {
      long number =
          digits.startsWith("-") || digits.startsWith("+") ? -1 : Long.parseLong(digits, radix);
      return number <= IPV4_MOST ? number : -1;
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }
}
