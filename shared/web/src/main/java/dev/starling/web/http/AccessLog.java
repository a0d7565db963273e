package dev.starling.web.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for every answer. What comes from the client is escaped: it can neither end nor forge one.
 */
final class AccessLog {
  private static final Logger log = LoggerFactory.getLogger("access");
  private static final int LONGEST = 2_048;
  private static final String TOKEN = "_token";
  private static final Pattern IN_QUERY = Pattern.compile("([?&][^=&]*_token=)[^&#]*");

  private AccessLog() {}

  /**
   * Writes the line of an answer.
   *
   * @param nanos from the request's head to the answer's end
   * @param end how it ended, when not as it should; else empty
   */
  static void write(
      HttpServerRequest request, String id, int status, long bytes, long nanos, String end) {
    if (log.isInfoEnabled()) {
      SocketAddress peer = request.remoteAddress();
      log.info(
          "{} {} {} {} B {} ms id={} peer={}{}",
          printable(request.method().name()),
          printable(withoutToken(request.uri())),
          status,
          bytes,
          String.format(Locale.ROOT, "%.3f", nanos / 1e6),
          id,
          peer == null ? "-" : peer.hostAddress(),
          end.isEmpty() ? "" : " (" + end + ")");
    }
  }

  /** RFC 6750, section 2.3: a token in the query must not get into logs. */
  private static String withoutToken(String uri) {
    return uri.contains(TOKEN) ? IN_QUERY.matcher(uri).replaceAll("$1***") : uri;
  }

  private static String printable(String text) {
    int length = Math.min(text.length(), LONGEST);
    StringBuilder out = new StringBuilder(length + 8);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > ' ' && c < 0x7f && c != '\\') {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return length < text.length() ? out.append("...").toString() : out.toString();
  }
}
