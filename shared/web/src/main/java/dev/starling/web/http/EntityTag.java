package dev.starling.web.http;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Names a representation by its bytes (RFC 9110, section 8.8.3). The tags are strong: they change
 * with every change of the bytes. One that is sent compressed is made weak on its way out.
 */
public final class EntityTag {
  /** An element of a list of tags, and the comma after it; a tag may hold commas. */
  private static final Pattern ELEMENT =
      Pattern.compile(
          "[ \\t]*((?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"|\\*|[^,]*?)[ \\t]*(?:,|$)");

  private static final String WEAK = "W/";
  private static final String ANY = "*";

  private EntityTag() {}

  /** Two sums of different polynomials: 64 bits, computed by the processor itself. */
  public static String of(Buffer body) {
    byte[] bytes = body.getBytes();
    CRC32 first = new CRC32();
    first.update(ByteBuffer.wrap(bytes));
    CRC32C second = new CRC32C();
    second.update(bytes, 0, bytes.length);
    return '"' + Long.toHexString(first.getValue() << Integer.SIZE | second.getValue()) + '"';
  }

  /** The elements of {@code If-Match} or {@code If-None-Match}; what is no tag is one, too. */
  static List<String> list(String field) {
    List<String> elements = new ArrayList<>();
    Matcher matcher = ELEMENT.matcher(field);
    int at = 0;
    while (at < field.length() && matcher.region(at, field.length()).lookingAt()) {
      elements.add(matcher.group(1));
      at = matcher.end();
    }
    return elements;
  }

  /** Whether a list has {@code *}, which stands for any representation and excludes all else. */
  static boolean isAny(List<String> list) {
    return list.contains(ANY);
  }

  /** Whether a list has a strong tag, without regard to weak ones (section 8.8.3.2). */
  static boolean matchesStrongly(List<String> list, String tag) {
    return !tag.startsWith(WEAK) && list.contains(tag);
  }

  /** Whether a list has a tag, weak or strong (section 8.8.3.2). */
  static boolean matchesWeakly(List<String> list, String tag) {
    return list.stream().anyMatch(one -> opaque(one).equals(opaque(tag)));
  }

  private static String opaque(String tag) {
    return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
  }
}
