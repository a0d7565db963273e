package dev.starling.core.settings;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of IP addresses, such as {@code 10.0.0.0/8} (RFC 4632, RFC 4291), or a single one. A
 * block of IPv4-mapped addresses (RFC 4291, section 2.5.5.2) is that of the IPv4 addresses: Java
 * knows them by no other.
 *
 * @param address one of them, as text
 * @param prefix how many bits they share
 */
public record AddressBlock(String address, int prefix) {

  static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    byte[] bytes =
        address.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(address) : null;
    if (bytes == null) {
      throw new IllegalArgumentException(
          "is no IP address or block of them; valid is one such as 10.0.0.1 or 10.1.0.0/16");
    }
    InetAddress known = addressOf(bytes);
    int most = bytes.length * Byte.SIZE;
    int mapped = most - known.getAddress().length * Byte.SIZE;
    int prefix = slash < 0 ? most : prefix(text.substring(slash + 1), mapped, most);
    return new AddressBlock(mapped == 0 ? address : known.getHostAddress(), prefix - mapped);
  }

  private static int prefix(String text, int least, int most) {
    if (!text.matches("[0-9]{1,3}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException(
          "has no valid prefix; valid is " + least + " to " + most + " bits");
    }
    return Integer.parseInt(text);
  }

  private static InetAddress addressOf(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }
}
