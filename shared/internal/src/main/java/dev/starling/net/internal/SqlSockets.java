package dev.starling.net.internal;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionBase;

/**
 * The sockets of connections to a database. Vert.x's clients publish neither what the server says
 * of a transaction nor a way to break a connection off. To be used on the connection's event loop.
 */
public final class SqlSockets {
  private SqlSockets() {}

  /** Adds a handler that reads before the client decodes. */
  public static void addBeforeCodec(SqlConnection connection, String name, ChannelHandler handler) {
    ChannelPipeline pipeline = socket(connection).pipeline();
    pipeline.addBefore(HandlerNames.in(pipeline, HandlerNames.SQL_CODEC), name, handler);
  }

  /** Closes without waiting for the answer to what is under way. */
  public static void abort(SqlConnection connection) {
    socket(connection).pipeline().firstContext().close();
  }

  private static ChannelHandlerContext socket(SqlConnection connection) {
    SocketConnectionBase base =
        (SocketConnectionBase) ((SqlConnectionBase<?>) connection).unwrap().unwrap();
    return base.socket().channelHandlerContext();
  }
}
