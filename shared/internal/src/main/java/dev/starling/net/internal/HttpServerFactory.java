package dev.starling.net.internal;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.NetServerImpl;
import io.vertx.core.net.impl.NetServerInternal;
import java.util.function.Consumer;

/**
 * Makes Vert.x's HTTP server with a look at each connection before its first byte is read. Vert.x
 * tells of a connection only after its first request was decoded, when a slow one is late already.
 */
public final class HttpServerFactory {
  private HttpServerFactory() {}

  /**
   * A server as {@link Vertx#createHttpServer(HttpServerOptions)} makes it, with a connection
   * handler that checks the methods of HTTP/2.
   *
   * @param connected is called on the event loop of each connection once its handlers are there
   */
  public static HttpServer create(
      Vertx vertx, HttpServerOptions options, Consumer<ChannelPipeline> connected) {
    return new HttpServerImpl(new Hooked((VertxInternal) vertx, connected), options)
        .connectionHandler(Http2Methods::check);
  }

  private static final class Hooked extends VertxWrapper {
    private final Consumer<ChannelPipeline> connected;

    private Hooked(VertxInternal vertx, Consumer<ChannelPipeline> connected) {
      super(vertx);
      this.connected = connected;
    }

    @Override
    public NetServerInternal createNetServer(NetServerOptions options) {
      return new NetServerImpl(delegate, options.copy()) {
        @Override
        protected void initChannel(ChannelPipeline pipeline, boolean ssl) {
          super.initChannel(pipeline, ssl);
          ProxyProtocolAddress.keep(pipeline.channel());
          connected.accept(pipeline);
        }
      };
    }
  }
}
