package dev.starling.shared.http;

import dev.starling.shared.settings.ServiceSettings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TCPSSLOptions;
import java.util.concurrent.TimeUnit;

/** The options that all of Starling's servers share. */
public final class HttpServers {
  private static final int BACKLOG = 4_096;
  private static final int IDLE_SECONDS = 60;
  private static final int CLOSING_SECONDS = 1;

  private HttpServers() {}

  /**
   * Options of a server for HTTP and small WebSocket frames.
   *
   * @param maxFrame bytes of the longest WebSocket frame; a longer one is answered with 1009
   */
  public static HttpServerOptions http(ServiceSettings.Tls tls, int maxFrame) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxWebSocketFrameSize(maxFrame)
            .setMaxWebSocketMessageSize(maxFrame)
            .setWebSocketClosingTimeout(CLOSING_SECONDS)
            // Asked for by some clients on plain connections, and seen to garble a long answer.
            .setHttp2ClearTextEnabled(false)
            // Up to 93 kB per client once used, and small frames do not get smaller.
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false);
    common(options, tls);
    options.setAcceptBacklog(BACKLOG);
    return options;
  }

  /** Options of a server for TCP. */
  public static NetServerOptions tcp(ServiceSettings.Tls tls) {
    NetServerOptions options = new NetServerOptions().setAcceptBacklog(BACKLOG);
    common(options, tls);
    return options;
  }

  private static void common(TCPSSLOptions options, ServiceSettings.Tls tls) {
    options.setTcpKeepAlive(true).setTcpNoDelay(true);
    if (tls.certificate().isPresent() && tls.key().isPresent()) {
      PemKeyCertOptions pem =
          new PemKeyCertOptions().addCertPath(tls.certificate().get()).addKeyPath(tls.key().get());
      options.setSsl(true).setKeyCertOptions(pem);
    }
  }
}
