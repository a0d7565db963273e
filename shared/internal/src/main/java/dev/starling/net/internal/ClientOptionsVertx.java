package dev.starling.net.internal;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.function.UnaryOperator;

/**
 * A Vert.x for libraries that make TCP clients and hand on no options for their sockets: Vert.x
 * publishes no other place to set any.
 */
public final class ClientOptionsVertx extends VertxWrapper {
  private final UnaryOperator<NetClientOptions> change;

  private ClientOptionsVertx(VertxInternal vertx, UnaryOperator<NetClientOptions> change) {
    super(vertx);
    this.change = change;
  }

  /**
   * Wraps a Vert.x.
   *
   * @param change is given a copy of a client's options
   */
  public static Vertx of(Vertx vertx, UnaryOperator<NetClientOptions> change) {
    return new ClientOptionsVertx((VertxInternal) vertx, change);
  }

  @Override
  public NetClient createNetClient(NetClientOptions options) {
    return super.createNetClient(change.apply(new NetClientOptions(options)));
  }
}
