package dev.starling.shared.settings;

import io.netty.util.NetUtil;

/**
 * A block of IP addresses, such as {@code 10.0.0.0/8} (RFC 4632, RFC 4291), or a single one.
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
    int most = bytes.length * Byte.SIZE;
    return new AddressBlock(address, slash < 0 ? most : prefix(text.substring(slash + 1), most));
  }

  private static int prefix(String text, int most) {
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException("has no valid prefix; valid is 0 to " + most + " bits");
    }
    return Integer.parseInt(text);
  }
}
