package dev.starling.bench.peer;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** What echo is measured against: the shortest echo that Vert.x allows, without back-pressure. */
final class BareEcho extends VerticleBase {
  private final int port;

  BareEcho(int port) {
    this.port = port;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createNetServer()
        .connectHandler(socket -> socket.handler(socket::write))
        .listen(port, "127.0.0.1");
  }
}
