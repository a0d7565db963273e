package dev.starling.bench.peer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What chat is measured against: what one socket sends goes to every socket of every event loop,
 * the bytes as they came, and nothing else. No names, no order, no transcript, no bounds.
 */
final class BareChat extends VerticleBase {
  private final int port;
  private final List<BareChat> loops;
  private final Set<ServerWebSocket> sockets = new HashSet<>();

  /**
   * Creates one event loop's.
   *
   * @param loops those of all event loops; it adds itself
   */
  BareChat(int port, CopyOnWriteArrayList<BareChat> loops) {
    this.port = port;
    this.loops = loops;
  }

  @Override
  public Future<?> start() {
    loops.add(this);
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
    socket.closeHandler(closed -> sockets.remove(socket));
    socket.frameHandler(this::pass);
  }

  private void pass(WebSocketFrame frame) {
    if (frame.isText()) {
      Buffer text = frame.binaryData();
      loops.forEach(loop -> loop.ownContext().runOnContext(v -> loop.broadcast(text)));
    }
  }

  private Context ownContext() {
    return context;
  }

  private void broadcast(Buffer text) {
    for (ServerWebSocket socket : sockets) {
      socket.writeFrame(
          new WebSocketFrameImpl(
              WebSocketFrameType.TEXT, ((BufferInternal) text).getByteBuf(), true));
    }
  }
}
