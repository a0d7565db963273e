package dev.starling.net;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.Optional;

/** The options that all listening sockets share. */
public final class SocketOptions {
  /** Connections that wait to be accepted; the kernel may have a lower limit. */
  private static final int BACKLOG = 4_096;

  private SocketOptions() {}

  /**
   * Options of a server for TCP.
   *
   * @param certificate speaks TLS with it; plain text when empty
   */
  public static NetServerOptions tcp(Optional<KeyCertOptions> certificate) {
    return common(new NetServerOptions(), certificate);
  }

  /** Sets what servers of all protocols have. */
  public static <T extends NetServerOptions> T common(
      T options, Optional<KeyCertOptions> certificate) {
    options.setAcceptBacklog(BACKLOG).setTcpKeepAlive(true).setTcpNoDelay(true);
    certificate.ifPresent(shown -> options.setSsl(true).setKeyCertOptions(shown));
    return options;
  }
}
