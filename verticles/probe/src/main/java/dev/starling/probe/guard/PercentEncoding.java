package dev.starling.probe.guard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding of UTF-8 (WHATWG URL Standard, section 1.3): which characters a part of a URL
 * cannot have as they are, besides controls and all that is not ASCII.
 */
enum PercentEncoding {
  PATH(" \"#<>?^`{}"),
  /** Of a URL whose scheme is {@code http} or the like. */
  QUERY(" \"#<>'");

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final char DELETE = 0x7f;

  private final String encoded;

  PercentEncoding(String encoded) {
    this.encoded = encoded;
  }

  /** Encodes; a percent sign stays what it is. */
  String encode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet < ' ' || octet == DELETE || encoded.indexOf(octet) >= 0) {
        append(out, octet);
      } else {
        out.append((char) octet);
      }
    }
    return out.toString();
  }

  /**
   * Encodes the octets of a header field that are not ASCII, one by one, whatever they mean.
   *
   * @param value with a character of U+0000 to U+00FF for each octet
   */
  static String encodeOctets(String value) {
    StringBuilder out = new StringBuilder(value.length());
    for (byte octet : value.getBytes(StandardCharsets.ISO_8859_1)) {
      if (octet < 0) {
        append(out, octet);
      } else {
        out.append((char) octet);
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, byte octet) {
    out.append('%').append(HEX.toHexDigits(octet));
  }

  /** Decodes; a percent sign without two digits stays, what is no UTF-8 becomes U+FFFD. */
  static String decode(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '%'
          && i + 2 < octets.length
          && HexFormat.isHexDigit(octets[i + 1])
          && HexFormat.isHexDigit(octets[i + 2])) {
        out.write(
            HexFormat.fromHexDigit(octets[i + 1]) << 4 | HexFormat.fromHexDigit(octets[i + 2]));
        i += 2;
      } else {
        out.write(octets[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
