package dev.starling.web.http;

import dev.starling.net.internal.HandlerNames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How a connection without TLS begins: with the preface of HTTP/2 (RFC 9113, section 3.4), or with
 * a request of HTTP/1.
 *
 * <p>A request to upgrade to HTTP/2 is answered as HTTP/1, as RFC 9113, section 3.1, wants it.
 * Vert.x would follow it, and clients are not up to that: Java's own loses its place in a long
 * answer whose frames come right behind the 101 (seen in 9 of 150, "exceeds MAX_FRAME_SIZE").
 */
final class Http2PrefaceDetector {
  private static final byte[] HTTP_2 =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private int matched;
  private boolean known;

  /** Whether it is decided what the connection speaks. */
  boolean isKnown() {
    return known;
  }

  /**
   * Reads the connection's first bytes, and hands them on.
   *
   * @return whether it turned out to speak HTTP/2
   */
  boolean read(ChannelHandlerContext context, ByteBuf bytes) {
    int from = bytes.readerIndex();
    int length = Math.min(bytes.readableBytes(), HTTP_2.length - matched);
    for (int i = 0; i < length; i++) {
      if (bytes.getByte(from + i) != HTTP_2[matched + i]) {
        known = true;
        beginHttp1(context, bytes, i + 1);
        return false;
      }
    }
    matched += length;
    known = matched == HTTP_2.length;
    context.fireChannelRead(bytes);
    return known;
  }

  /** The first byte that is not the preface's makes Vert.x add the handlers of HTTP/1. */
  private static void beginHttp1(ChannelHandlerContext context, ByteBuf bytes, int decisive) {
    context.fireChannelRead(bytes.readRetainedSlice(decisive));
    if (context.pipeline().get(HandlerNames.H2C) != null) {
      context.pipeline().addBefore(HandlerNames.H2C, "noUpgrade", new NoUpgrade());
    }
    context.fireChannelRead(bytes);
  }

  /** Takes the wish to upgrade from the first request: later ones Vert.x ignores by itself. */
  private static final class NoUpgrade extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (headers.contains(HttpHeaderNames.UPGRADE, HandlerNames.H2C, true)) {
          headers.remove(HttpHeaderNames.UPGRADE);
          headers.remove("HTTP2-Settings");
          String connection = String.join(",", headers.getAll(HttpHeaderNames.CONNECTION));
          headers.remove(HttpHeaderNames.CONNECTION);
          if (connection.toLowerCase(Locale.ROOT).contains("close")) {
            headers.set(HttpHeaderNames.CONNECTION, "close");
          }
        }
        context.pipeline().remove(this);
      }
      context.fireChannelRead(message);
    }
  }
}
