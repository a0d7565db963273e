package dev.starling.probe.guard;

/**
 * A block of addresses, such as {@code 10.0.0.0/8} (RFC 4632, RFC 4291).
 *
 * @param address the first of them, 4 or 16 bytes; the bits after the prefix are zero
 * @param prefix how many bits its addresses share
 */
public record Network(byte[] address, int prefix) {

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException says what is wrong, to follow the text in a sentence
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        IpAddress.bytes(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> new IllegalArgumentException("has no IP address"));
    int most = address.length * Byte.SIZE;
    int prefix = slash < 0 ? most : prefix(text.substring(slash + 1), most);
    for (int bit = prefix; bit < most; bit++) {
      if (isSet(address, bit)) {
        throw new IllegalArgumentException("has bits set after its first " + prefix);
      }
    }
    return new Network(address, prefix);
  }

  private static int prefix(String text, int most) {
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException("needs a prefix of 0 to " + most + " bits");
    }
    return Integer.parseInt(text);
  }

  /** Whether an address, as bytes, is one of them; an IPv4 block has no IPv6 address. */
  public boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      if (isSet(address, bit) != isSet(other, bit)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSet(byte[] bytes, int bit) {
    return (bytes[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0;
  }
}
