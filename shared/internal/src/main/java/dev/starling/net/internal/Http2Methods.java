package dev.starling.net.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Refuses the streams of HTTP/2 whose {@code :method} is no token (RFC 9110, section 9.1), as
 * malformed requests (RFC 9113, section 8.1.1). Vert.x would throw at such a method, which costs
 * the connection with all its streams.
 */
final class Http2Methods extends Http2FrameListenerDecorator {
  private static final String SYMBOLS = "!#$%&'*+-.^_`|~";

  private Http2Methods(Http2FrameListener listener) {
    super(listener);
  }

  /** Checks the requests of a connection from now on; its settings have just been read. */
  static void check(HttpConnection connection) {
    Http2ConnectionHandler handler =
        ((HttpServerConnection) connection)
            .channelHandlerContext()
            .pipeline()
            .get(Http2ConnectionHandler.class);
    if (handler != null) {
      Http2ConnectionDecoder decoder = handler.decoder();
      decoder.frameListener(new Http2Methods(decoder.frameListener()));
    }
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    check(stream, headers);
    super.onHeadersRead(context, stream, headers, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    check(stream, headers);
    super.onHeadersRead(
        context, stream, headers, dependency, weight, exclusive, padding, endOfStream);
  }

  /** Trailers have no method. */
  private static void check(int stream, Http2Headers headers) throws Http2Exception {
    CharSequence method = headers.method();
    if (method != null && !isToken(method)) {
      throw Http2Exception.streamError(
          stream, Http2Error.PROTOCOL_ERROR, "the method of stream %d is no token", stream);
    }
  }

  /** RFC 9110, section 5.6.2. */
  private static boolean isToken(CharSequence text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || SYMBOLS.indexOf(c) >= 0);
  }
}
