package dev.starling.web.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Checks request targets (RFC 9112, section 3.2) and brings paths that mean the same into one form
 * (RFC 3986, section 6.2.2). A path that is in that form already costs one pass and no allocation.
 */
final class RequestTarget {
  private RequestTarget() {}

  /**
   * Whether a target has only characters that may be sent, every percent sign begins an escape, and
   * the escaped bytes are UTF-8. Characters such as {@code |}, which RFC 3986 forbids and browsers
   * send, are let through.
   */
  static boolean isValid(String target) {
    int length = target.length();
    for (int at = 0; at < length; at++) {
      char c = target.charAt(at);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return false;
      }
      if (c == '%') {
        int value = escaped(target, at);
        if (value < 0) {
          return false;
        }
        if (value >= 0x80) {
          int end = endOfEscapes(target, at);
          if (!isUtf8(target, at, end)) {
            return false;
          }
          at = end - 1;
        } else {
          at += 2;
        }
      }
    }
    return true;
  }

  /**
   * A path with unreserved characters unescaped, other escapes in capitals, and dot segments
   * removed. An escaped slash stays escaped: it is no separator. The path itself when it is in that
   * form.
   */
  static String normalized(String path) {
    String unescaped = path.indexOf('%') < 0 ? path : unescapeUnreserved(path);
    return unescaped.contains("/.") ? withoutDotSegments(unescaped) : unescaped;
  }

  private static String unescapeUnreserved(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (int at = 0; at < path.length(); at++) {
      int value = path.charAt(at) == '%' ? escaped(path, at) : -1;
      if (value < 0) {
        out.append(path.charAt(at));
      } else {
        if (isUnreserved((char) value)) {
          out.append((char) value);
        } else {
          out.append(path.substring(at, at + 3).toUpperCase(Locale.ROOT));
        }
        at += 2;
      }
    }
    return out.toString();
  }

  /** RFC 3986, section 5.2.4. */
  private static String withoutDotSegments(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.split("/", -1);
    String last = segments[segments.length - 1];
    for (int at = 1; at < segments.length; at++) {
      if (segments[at].equals("..")) {
        kept.pollLast();
      } else if (!segments[at].equals(".")) {
        kept.addLast(segments[at]);
      }
    }
    boolean folder = last.equals(".") || last.equals("..");
    return "/" + String.join("/", kept) + (folder && !kept.isEmpty() ? "/" : "");
  }

  private static boolean isUtf8(String target, int from, int end) {
    ByteBuffer bytes = ByteBuffer.allocate((end - from) / 3);
    for (int at = from; at < end; at += 3) {
      bytes.put((byte) escaped(target, at));
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  private static int endOfEscapes(String target, int from) {
    int at = from;
    while (at < target.length() && target.charAt(at) == '%' && escaped(target, at) >= 0) {
      at += 3;
    }
    return at;
  }

  /** The byte that an escape stands for; -1 when it is none. */
  private static int escaped(String text, int percent) {
    if (percent + 2 >= text.length()) {
      return -1;
    }
    int high = hex(text.charAt(percent + 1));
    int low = hex(text.charAt(percent + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** Digits of ASCII only. */
  static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  /** RFC 3986, section 2.3. */
  static boolean isUnreserved(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
