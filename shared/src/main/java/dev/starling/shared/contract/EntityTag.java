package dev.starling.shared.contract;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Names a body by what is in it (RFC 9110, section 8.8.3). The tag is weak, because the same body
 * may be sent compressed or not.
 */
final class EntityTag {
  private EntityTag() {}

  /** Two sums of different polynomials: 64 bits, computed by the processor itself. */
  static String of(Buffer body) {
    byte[] bytes = body.getBytes();
    CRC32 first = new CRC32();
    first.update(ByteBuffer.wrap(bytes));
    CRC32C second = new CRC32C();
    second.update(bytes, 0, bytes.length);
    return "W/\"" + Long.toHexString(first.getValue() << Integer.SIZE | second.getValue()) + '"';
  }

  /**
   * Whether a condition names a tag.
   *
   * @param condition an {@code If-None-Match} header, or null
   */
  static boolean matches(String condition, String tag) {
    if (condition == null) {
      return false;
    }
    String opaque = tag.substring(2);
    for (String one : condition.split(",")) {
      String candidate = one.trim();
      if (candidate.equals("*")
          || candidate.equals(opaque)
          || (candidate.startsWith("W/")
              && candidate.regionMatches(2, opaque, 0, opaque.length())
              && candidate.length() == tag.length())) {
        return true;
      }
    }
    return false;
  }
}
