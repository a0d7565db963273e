package dev.starling.probe.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads URLs as browsers do: the basic URL parser of the WHATWG URL Standard, section 4.4, for the
 * schemes {@code http} and {@code https}. Methods throw {@link IllegalArgumentException} with a
 * message that follows "url" in a sentence.
 */
final class UrlParser {
  private static final int MAX_PORT = 65_535;
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");
  private static final Pattern INNER_BREAKS = Pattern.compile("[\t\n\r]");
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");
  private static final Pattern SLASHES = Pattern.compile("[/\\\\]*");
  private static final Pattern AUTHORITY = Pattern.compile("[^/\\\\?#]*");
  private static final Pattern PORT = Pattern.compile("0*([0-9]{0,5})");
  private static final Pattern SEGMENT_END = Pattern.compile("[/\\\\]");
  private static final Pattern DOT = Pattern.compile("(?i)\\.|%2e");
  private static final Pattern TWO_DOTS = Pattern.compile("(?i)(\\.|%2e){2}");

  private UrlParser() {}

  /** Reads a URL that stands for itself. */
  static Url parse(String input) {
    return parse(input, Optional.empty());
  }

  /** Reads a URL that may be relative to {@code base}. */
  static Url parse(String input, Url base) {
    return parse(input, Optional.of(base));
  }

  private static Url parse(String input, Optional<Url> base) {
    String text = INNER_BREAKS.matcher(input.trim()).replaceAll("");
    text = LONE_SURROGATE.matcher(text).replaceAll("\uFFFD");
    Matcher scheme = SCHEME.matcher(text);
    if (!scheme.lookingAt()) {
      return relative(text, base.orElseThrow(UrlParser::wrongScheme));
    }
    boolean https =
        switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
          case "http" -> false;
          case "https" -> true;
          default -> throw wrongScheme();
        };
    String rest = text.substring(scheme.end());
    return base.filter(any -> any.https() == https)
        .map(same -> relative(rest, same))
        .orElseGet(() -> absolute(https, rest));
  }

  private static IllegalArgumentException wrongScheme() {
    return new IllegalArgumentException("must begin with http:// or https://");
  }

  /** What follows the scheme, or has none, where that may leave out the host as well. */
  private static Url relative(String text, Url base) {
    int slashes = Math.min(2, slashes(text));
    if (slashes == 2) {
      return absolute(base.https(), text);
    }
    Parts parts = Parts.of(text.substring(slashes));
    List<String> segments = new ArrayList<>();
    Optional<String> query = parts.query();
    if (slashes == 0) {
      segments.addAll(segments(base.path()));
      if (parts.path().isEmpty()) {
        query = query.or(base::query);
      } else {
        shorten(segments);
      }
    }
    if (slashes == 1 || !parts.path().isEmpty()) {
      append(segments, parts.path());
    }
    return new Url(base.https(), false, base.host(), base.port(), path(segments), query);
  }

  /** What follows the scheme, however many slashes there are before the host. */
  private static Url absolute(boolean https, String text) {
    String rest = text.substring(slashes(text));
    Matcher matcher = AUTHORITY.matcher(rest);
    matcher.lookingAt();
    String authority = matcher.group();
    int at = authority.lastIndexOf('@');
    boolean credentials = at > 0 && !authority.substring(0, at).equals(":");
    String place = authority.substring(at + 1);
    int colon = place.indexOf(':', Math.max(0, place.lastIndexOf(']')));
    int end = colon < 0 ? place.length() : colon;
    if (end == 0) {
      throw new IllegalArgumentException("has no host");
    }
    UrlHost host = UrlHost.parse(place.substring(0, end));
    int port = port(place.substring(Math.min(place.length(), end + 1)), Url.defaultPort(https));
    String tail = rest.substring(authority.length());
    Parts parts = Parts.of(tail.substring(Math.min(1, slashes(tail))));
    List<String> segments = new ArrayList<>();
    append(segments, parts.path());
    return new Url(https, credentials, host, port, path(segments), parts.query());
  }

  private static int slashes(String text) {
    Matcher matcher = SLASHES.matcher(text);
    matcher.lookingAt();
    return matcher.end();
  }

  private static int port(String text, int otherwise) {
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher matcher = PORT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("has no valid port");
    }
    int port = matcher.group(1).isEmpty() ? 0 : Integer.parseInt(matcher.group(1));
    if (port > MAX_PORT) {
      throw new IllegalArgumentException("must have a port from 1 to " + MAX_PORT);
    }
    return port;
  }

  /**
   * Path without its first slash, and query.
   *
   * @param path not percent-encoded
   * @param query percent-encoded
   */
  private record Parts(String path, Optional<String> query) {
    static Parts of(String text) {
      int hash = text.indexOf('#');
      String sent = hash < 0 ? text : text.substring(0, hash);
      int mark = sent.indexOf('?');
      return mark < 0
          ? new Parts(sent, Optional.empty())
          : new Parts(
              sent.substring(0, mark),
              Optional.of(PercentEncoding.QUERY.encode(sent.substring(mark + 1))));
    }
  }

  private static List<String> segments(String path) {
    return Arrays.asList(path.substring(1).split("/", -1));
  }

  private static String path(List<String> segments) {
    return "/" + String.join("/", segments);
  }

  /** The path state: dots lead upwards, but never out. */
  private static void append(List<String> segments, String path) {
    String[] parts = SEGMENT_END.split(path, -1);
    for (int i = 0; i < parts.length; i++) {
      boolean up = TWO_DOTS.matcher(parts[i]).matches();
      if (up) {
        shorten(segments);
      }
      if (!up && !DOT.matcher(parts[i]).matches()) {
        segments.add(PercentEncoding.PATH.encode(parts[i]));
      } else if (i == parts.length - 1) {
        segments.add("");
      }
    }
  }

  private static void shorten(List<String> segments) {
    if (!segments.isEmpty()) {
      segments.remove(segments.size() - 1);
    }
  }
}
