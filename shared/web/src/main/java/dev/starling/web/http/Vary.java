package dev.starling.web.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;

/** Request headers that a response depends on, for caches (RFC 9110, section 12.5.5). */
final class Vary {
  private Vary() {}

  /** Adds the name of a request header, once. */
  static void add(MultiMap answer, String name) {
    String names = answer.get(HttpHeaders.VARY);
    if (names == null) {
      answer.set(HttpHeaders.VARY, name);
    } else if (!names.equals("*") && !lower(names).contains(lower(name))) {
      answer.set(HttpHeaders.VARY, names + ", " + name);
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
