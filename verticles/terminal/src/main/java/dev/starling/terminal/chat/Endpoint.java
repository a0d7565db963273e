package dev.starling.terminal.chat;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a chat server listens.
 *
 * @param token what it is shown, if anything
 */
record Endpoint(String host, int port, boolean tls, Optional<TokenFile> token) {
  private static final int LAST_PORT = 65_535;

  /**
   * Checks it once, for everyone after.
   *
   * @throws IllegalArgumentException when no server can be there
   */
  Endpoint {
    if (port < 1 || port > LAST_PORT) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and " + LAST_PORT);
    }
    address(host, port, tls);
  }

  /** One that is shown no token. */
  Endpoint(String host, int port, boolean tls) {
    this(host, port, tls, Optional.empty());
  }

  URI uri() {
    return address(host, port, tls);
  }

  private static URI address(String host, int port, boolean tls) {
    try {
      return new URI(tls ? "wss" : "ws", null, host, port, "/chat", null, null);
    } catch (URISyntaxException failure) {
      throw new IllegalArgumentException("'" + host + "' is not the name of a host", failure);
    }
  }

  @Override
  public String toString() {
    return uri().getRawAuthority();
  }
}
