package dev.starling.probe.guard;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a URL asks for: where to connect and what to say there. Whether that is allowed is the
 * {@link Guard}'s to say.
 *
 * @param https whether over TLS
 * @param host as it is sent: a name in lower case and ASCII without a trailing dot, or an IP
 *     address in its usual spelling, IPv6 without brackets
 * @param literal the address, when the host is one
 * @param zoned whether the address named an interface of this machine (RFC 6874)
 * @param port TCP port
 * @param path path and query, as they are sent
 */
public record Target(
    boolean https,
    String host,
    Optional<InetAddress> literal,
    boolean zoned,
    int port,
    String path) {
  /** Characters of a URL; what is longer, many servers refuse. */
  public static final int MAX_LENGTH = 2_048;

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_HOST = 253;

  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[^\\[\\]]*]|[^:\\[\\]]*)(:(?<port>\\d{0,5}))?");
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException says what is wrong with it, to follow "url" in a sentence
   */
  public static Target parse(String url) {
    if (url.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(url)) {
      throw new IllegalArgumentException("is not a URL: half a character is missing");
    }
    try {
      return of(new URI(url));
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(
          "is not a URL: "
              + malformed.getReason().toLowerCase(Locale.ROOT)
              + (malformed.getIndex() < 0 ? "" : " at character " + (malformed.getIndex() + 1)));
    }
  }

  /**
   * Where a redirect from here leads (RFC 9110, section 10.2.2).
   *
   * @throws IllegalArgumentException as {@link #parse}
   */
  public Target redirected(String location) {
    if (location.startsWith("?")) {
      // As RFC 3986 has it; Java's own resolution is of an older one and drops the last segment.
      return parse(origin() + path.replaceFirst("\\?.*", "") + location);
    }
    try {
      return parse(new URI(url()).resolve(new URI(location)).toString());
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException("is not a URL");
    }
  }

  private static Target of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean https = scheme.equals("https");
    if (!https && !scheme.equals("http")) {
      throw new IllegalArgumentException("must begin with http:// or https://");
    }
    String authority = uri.getRawAuthority();
    if (authority == null) {
      throw new IllegalArgumentException("has no host");
    }
    if (authority.indexOf('@') >= 0) {
      throw new IllegalArgumentException("must not have a user name or password");
    }
    Matcher matcher = AUTHORITY.matcher(authority);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("has no valid host and port");
    }
    int port = port(matcher.group("port"), https ? HTTPS_PORT : HTTP_PORT);
    URI ascii = URI.create(uri.toASCIIString());
    String path =
        ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    if (ascii.getRawQuery() != null) {
      path += "?" + ascii.getRawQuery();
    }
    return host(https, matcher.group("host"), port, path);
  }

  private static int port(String text, int otherwise) {
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    int port = Integer.parseInt(text);
    if (port == 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("must have a port from 1 to " + MAX_PORT);
    }
    return port;
  }

  private static Target host(boolean https, String text, int port, String path) {
    if (text.startsWith("[")) {
      String inner = text.substring(1, text.length() - 1);
      int zone = inner.indexOf('%');
      InetAddress address =
          IpAddress.strict(zone < 0 ? inner : inner.substring(0, zone))
              .filter(any -> inner.indexOf(':') >= 0)
              .orElseThrow(() -> new IllegalArgumentException("has no valid IPv6 address"));
      return new Target(
          https, IpAddress.text(address), Optional.of(address), zone >= 0, port, path);
    }
    String name = ascii(text);
    if (IpAddress.endsInNumber(name)) {
      InetAddress address =
          IpAddress.loose(name)
              .orElseThrow(() -> new IllegalArgumentException("has no valid IPv4 address"));
      return new Target(https, IpAddress.text(address), Optional.of(address), false, port, path);
    }
    return new Target(https, name, Optional.empty(), false, port, path);
  }

  /** RFC 3490: other scripts, wide digits and dots, capitals become what name servers know. */
  private static String ascii(String text) {
    String name;
    try {
      name = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("has no valid host");
    }
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("has no host");
    }
    if (name.length() > MAX_HOST || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("has no valid host");
    }
    return name;
  }

  /** Host and port as the {@code Host} header has them (RFC 9110, section 7.2). */
  public String authority() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    boolean usual = port == (https ? HTTPS_PORT : HTTP_PORT);
    return shown + (usual ? "" : ":" + port);
  }

  private String origin() {
    return (https ? "https://" : "http://") + authority();
  }

  /** The URL, in its usual spelling. */
  public String url() {
    return origin() + path;
  }
}
