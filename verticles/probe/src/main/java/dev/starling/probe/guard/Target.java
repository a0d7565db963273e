package dev.starling.probe.guard;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The server and the resource that a URL names, as browsers read it. Whether it may be connected to
 * is the {@link Guard}'s to say.
 */
public final class Target {
  /** Characters of a URL that a client gives. */
  public static final int MAX_LENGTH = 2_048;

  private final Url url;

  private Target(Url url) {
    if (url.port() == 0) {
      throw new IllegalArgumentException("must have a port from 1 to 65535");
    }
    this.url = url;
  }

  /**
   * Reads a URL that a client gives.
   *
   * @throws IllegalArgumentException says what is wrong with it, to follow "url" in a sentence
   */
  public static Target parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
    }
    Url url = UrlParser.parse(text);
    if (url.credentials()) {
      throw new IllegalArgumentException("must not have a user name or password");
    }
    return new Target(url);
  }

  /**
   * The target of a redirect from here (RFC 9110, section 10.2.2). A user name and password in it
   * are ignored, as browsers do until a server asks for them.
   *
   * @param location values of the header {@code Location}, a character of U+0000 to U+00FF for each
   *     octet; octets that are not ASCII are percent-encoded as they are
   * @throws IllegalArgumentException as {@link #parse}, and when the values differ
   */
  public Target redirected(List<String> location) {
    if (location.stream().distinct().count() != 1) {
      throw new IllegalArgumentException("is not one URL but several");
    }
    return new Target(UrlParser.parse(PercentEncoding.encodeOctets(location.get(0)), url));
  }

  /** Whether over TLS. */
  public boolean https() {
    return url.https();
  }

  /**
   * A name in lower case and ASCII without a trailing dot, or an IP address in its usual spelling,
   * IPv6 without brackets and an IPv4-mapped one as IPv4.
   */
  public String host() {
    return url.host().bare();
  }

  /** The address, when the host is one. */
  public Optional<InetAddress> literal() {
    return url.host().address();
  }

  /** TCP port. */
  public int port() {
    return url.port();
  }

  /** Path and query, as they are sent. */
  public String path() {
    return url.pathAndQuery();
  }

  /** Host and port as the {@code Host} header has them (RFC 9110, section 7.2). */
  public String authority() {
    return url.authority();
  }

  /** The URL, in its usual spelling. */
  public String url() {
    return url.toString();
  }
}
