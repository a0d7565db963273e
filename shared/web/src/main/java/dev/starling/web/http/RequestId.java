package dev.starling.web.http;

import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** The name under which one request is found in the logs of every service that had a part in it. */
final class RequestId {
  static final CharSequence HEADER = HttpHeaders.createOptimized("X-Request-Id");

  private static final int LONGEST = 64;
  private static final int HEX_DIGITS = 16;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private RequestId() {}

  /** Whether a client's own is short and plain enough to be taken over. */
  static boolean isValid(String id) {
    if (id == null || id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '.'
              || c == '_'
              || c == '-';
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  /** A new one: 64 random bits, which need not be hard to guess. */
  static String make() {
    long bits = ThreadLocalRandom.current().nextLong();
    byte[] hex = new byte[HEX_DIGITS];
    for (int i = 0; i < HEX_DIGITS; i++) {
      hex[i] = DIGITS[(int) (bits >>> 4 * i) & 0xf];
    }
    return new String(hex, StandardCharsets.ISO_8859_1);
  }
}
