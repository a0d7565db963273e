package dev.starling.terminal.load.plan;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where the load goes.
 *
 * @param host a name or an address, an IPv6 address without brackets
 * @param path with the query; what an HTTP request asks for
 * @param url as it is shown
 */
public record Target(
    Transport transport, boolean tls, String host, int port, String path, String url) {
  private static final int LAST_PORT = 65_535;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException when there is nothing that load can be sent to
   */
  public static Target parse(String url) {
    URI uri = uri(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "http" -> of(Transport.HTTP, false, uri);
      case "https" -> of(Transport.HTTP, true, uri);
      case "ws" -> of(Transport.WEBSOCKET, false, uri);
      case "wss" -> of(Transport.WEBSOCKET, true, uri);
      case "tcp" -> of(Transport.TCP, false, uri);
      default ->
          throw invalid(url, "it has to begin with http://, https://, ws://, wss:// or tcp://");
    };
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException failure) {
      throw invalid(url, failure.getReason().toLowerCase(Locale.ROOT));
    }
  }

  private static Target of(Transport transport, boolean tls, URI uri) {
    String url = uri.toString();
    if (uri.getHost() == null) {
      throw invalid(url, "it names no host");
    }
    if (uri.getRawUserInfo() != null) {
      throw invalid(url, "a user name and password go into --header 'Authorization: ...'");
    }
    return new Target(
        transport,
        tls,
        uri.getHost().replaceAll("^\\[|]$", ""),
        port(transport, tls, uri),
        path(transport, uri),
        uri.toASCIIString());
  }

  private static int port(Transport transport, boolean tls, URI uri) {
    if (uri.getPort() == -1) {
      if (transport == Transport.TCP) {
        throw invalid(uri.toString(), "it names no port");
      }
      return tls ? HTTPS_PORT : HTTP_PORT;
    }
    if (uri.getPort() < 1 || uri.getPort() > LAST_PORT) {
      throw invalid(uri.toString(), "its port is not between 1 and " + LAST_PORT);
    }
    return uri.getPort();
  }

  private static String path(Transport transport, URI uri) {
    URI ascii = URI.create(uri.toASCIIString());
    String path =
        ascii.getRawPath() + (ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery());
    if (transport == Transport.TCP && !path.isEmpty() && !path.equals("/")) {
      throw invalid(uri.toString(), "tcp:// takes a host and a port only");
    }
    return path.startsWith("/") ? path : "/" + path;
  }

  private static IllegalArgumentException invalid(String url, String reason) {
    return new IllegalArgumentException("'" + url + "' is no URL to load: " + reason);
  }

  @Override
  public String toString() {
    return url;
  }
}
