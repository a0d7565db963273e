package dev.starling.web.http;

import dev.starling.net.SocketOptions;
import dev.starling.net.websocket.Handshake;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The options that all of Starling's servers for HTTP share. */
public final class HttpServers {
  private static final int IDLE_SECONDS = 60;
  private static final int CLOSING_SECONDS = 1;

  /** Bytes of the longest request line. */
  static final int MAX_LINE = 32_768;

  /** Bytes of all headers of a request. */
  static final int MAX_HEADERS = 8_192;

  /** Bytes of the longest body of a request; a longer one is answered with 413. */
  public static final int MAX_BODY = 65_536;

  private static final int MAX_CHUNK = 8_192;

  /** Requests at once over one connection of HTTP/2. */
  private static final int MAX_STREAMS = 100;

  /** Streams that a client may reset in half a minute (CVE-2023-44487). */
  private static final int MAX_RESETS = 200;

  private static final int RESET_SECONDS = 30;

  private HttpServers() {}

  /**
   * Options of a server for HTTP and small WebSocket frames.
   *
   * @param certificate speaks TLS with it; plain text when empty
   * @param maxFrame bytes of the longest WebSocket frame; a longer one is answered with 1009
   */
  public static HttpServerOptions http(Optional<KeyCertOptions> certificate, int maxFrame) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxWebSocketFrameSize(maxFrame)
            .setMaxWebSocketMessageSize(maxFrame)
            .setWebSocketClosingTimeout(CLOSING_SECONDS)
            .setWebSocketSubProtocols(List.of(Handshake.SUBPROTOCOL))
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(MAX_HEADERS)
            .setMaxChunkSize(MAX_CHUNK)
            .setHttp2ClearTextEnabled(true)
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(MAX_STREAMS)
                    .setMaxHeaderListSize(MAX_HEADERS))
            .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
            .setHttp2RstFloodWindowDuration(RESET_SECONDS)
            .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
            // Up to 93 kB per client once used, and small frames do not get smaller.
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false);
    SocketOptions.common(options, certificate);
    return options.setUseAlpn(options.isSsl());
  }
}
