package dev.starling.probe.guard;

import java.util.Optional;

/**
 * A URL of {@code http} or {@code https} as browsers read it (WHATWG URL Standard), without its
 * fragment, which is never sent.
 *
 * @param https whether over TLS
 * @param credentials whether a user name or password was given
 * @param host where to
 * @param port TCP port, 0 to 65,535
 * @param path begins with a slash; ASCII
 * @param query what follows the question mark; ASCII
 */
record Url(
    boolean https,
    boolean credentials,
    UrlHost host,
    int port,
    String path,
    Optional<String> query) {

  static int defaultPort(boolean https) {
    return https ? 443 : 80;
  }

  /** Host and port as the {@code Host} header has them (RFC 9110, section 7.2). */
  String authority() {
    return host.text() + (port == defaultPort(https) ? "" : ":" + port);
  }

  /** Path and query, as they are sent. */
  String pathAndQuery() {
    return path + query.map(text -> "?" + text).orElse("");
  }

  /** The URL in its normal spelling. */
  @Override
  public String toString() {
    return (https ? "https://" : "http://") + authority() + pathAndQuery();
  }
}
