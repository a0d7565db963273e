package dev.starling.bench.peer;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the counter is measured against: the same frames to the same clients, and nothing else.
 *
 * <p>Every socket is told the number of sockets open in this process, at once and then, when it has
 * changed, 100 ms after the last time. No cluster, no routes, no pings, no bounds, no metrics.
 */
final class BareBroadcast extends VerticleBase {
  private static final long COALESCING_MILLIS = 100;

  private final int port;
  private final FrameEncoding encoding;
  private final AtomicInteger count;
  private final Set<ServerWebSocket> sockets = new HashSet<>();
  private int lastSent;

  BareBroadcast(int port, FrameEncoding encoding, AtomicInteger count) {
    this.port = port;
    this.encoding = encoding;
    this.count = count;
  }

  @Override
  public Future<?> start() {
    rest();
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false))
        .webSocketHandler(this::welcome)
        .listen(port, "127.0.0.1");
  }

  private void welcome(ServerWebSocket socket) {
    sockets.add(socket);
    socket.closeHandler(
        closed -> {
          sockets.remove(socket);
          count.decrementAndGet();
        });
    encoding.encode(count.incrementAndGet()).accept(socket);
  }

  /** One timer after another: a periodic one makes up for a long broadcast with a burst of them. */
  private void rest() {
    vertx.setTimer(
        COALESCING_MILLIS,
        timer -> {
          broadcastChange();
          rest();
        });
  }

  private void broadcastChange() {
    int now = count.get();
    if (now == lastSent) {
      return;
    }
    lastSent = now;
    sockets.forEach(encoding.encode(now));
  }
}
