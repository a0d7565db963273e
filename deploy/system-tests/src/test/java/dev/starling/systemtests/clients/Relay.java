package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;

/** Lets hosts of a network of their own reach what listens on this machine's loopback address. */
public final class Relay implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetClient out = vertx.createNetClient();
  private final NetServer in;
  private final String host;

  /**
   * Begins to relay.
   *
   * @param host where it listens, on any free port
   * @param port the one on the loopback address
   */
  public Relay(String host, int port) {
    this.host = host;
    in =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  socket.pause();
                  out.connect(port, "127.0.0.1")
                      .onComplete(far -> join(socket, far), failure -> socket.close());
                })
            .listen(0, host)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  private static void join(NetSocket near, NetSocket far) {
    near.pipeTo(far).onComplete(any -> far.close());
    far.pipeTo(near).onComplete(any -> near.close());
  }

  /** Where it listens. */
  public Address address() {
    return new Address(host, in.actualPort());
  }

  /** A URI of the port that is relayed to, with this relay's address in its place. */
  public String inPlaceOf(String uri) {
    URI local = URI.create(uri);
    return uri.replace(local.getHost() + ":" + local.getPort(), address().toString());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
