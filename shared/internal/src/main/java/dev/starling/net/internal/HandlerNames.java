package dev.starling.net.internal;

import io.netty.channel.ChannelPipeline;

/**
 * The names that Vert.x gives to the handlers of its pipelines. Vert.x publishes none, and a
 * handler of ours can only be placed relative to one of them.
 */
public final class HandlerNames {
  /** Closes connections on which nothing happens; the first handler that may decode. */
  public static final String IDLE = "idle";

  /** Follows requests to upgrade to HTTP/2, on connections without TLS. */
  public static final String H2C = "h2c";

  /** The socket of TCP, or the connection of HTTP and WebSocket; the last handler. */
  public static final String CONNECTION = "handler";

  /** Encodes and decodes the messages of PostgreSQL. */
  public static final String SQL_CODEC = "codec";

  private HandlerNames() {}

  /**
   * Returns a name of a handler that is there.
   *
   * @throws IllegalStateException names what is there when it is not
   */
  static String in(ChannelPipeline pipeline, String name) {
    if (pipeline.get(name) == null) {
      throw new IllegalStateException(
          "this Vert.x has no handler \"" + name + "\" among " + pipeline.names());
    }
    return name;
  }
}
