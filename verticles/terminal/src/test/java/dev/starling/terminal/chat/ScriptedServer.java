package dev.starling.terminal.chat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A chat server that says what the test says. */
final class ScriptedServer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Visitor> visitors = new LinkedBlockingQueue<>();
  private final HttpServer server =
      vertx
          .createHttpServer()
          .webSocketHandler(socket -> visitors.add(new Visitor(socket)))
          .listen(0, "127.0.0.1")
          .await();

  int port() {
    return server.actualPort();
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", port(), false);
  }

  /** The next one to connect. */
  Visitor next() throws InterruptedException {
    return await(visitors, "a connection");
  }

  /** The next one to connect, let in to a new transcript. */
  Visitor admit() throws InterruptedException {
    Visitor visitor = next();
    visitor.expect("connect");
    visitor.welcome("e1", 41);
    return visitor;
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private static <T> T await(BlockingQueue<T> queue, String what) throws InterruptedException {
    T head = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (head == null) {
      throw new AssertionError(what + " did not come");
    }
    return head;
  }

  /** One client's connection. */
  static final class Visitor {
    private final ServerWebSocket socket;
    private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();

    private Visitor(ServerWebSocket socket) {
      this.socket = socket;
      socket.textMessageHandler(frame -> frames.add(new JsonObject(frame)));
      socket.closeHandler(
          closed -> {
            Short code = socket.closeStatusCode();
            closes.add(code == null ? 0 : (int) code);
          });
    }

    JsonObject expect(String type) throws InterruptedException {
      JsonObject frame = await(frames, type);
      if (!type.equals(frame.getString("type"))) {
        throw new AssertionError("expected " + type + ", got " + frame);
      }
      return frame;
    }

    int closeCode() throws InterruptedException {
      return await(closes, "a close");
    }

    void send(JsonObject frame) {
      socket.writeTextMessage(frame.encode()).await();
    }

    void welcome(String epoch, long seq) {
      send(
          frame("welcome")
              .put("session", "s1")
              .put("online", 1)
              .put("epoch", epoch)
              .put("seq", seq));
    }

    void said(long seq, String username, String text) {
      send(
          frame("message")
              .put("seq", seq)
              .put("chain", "%016x".formatted(seq))
              .put("username", username)
              .put("text", text));
    }

    void acknowledge(String id, long seq) {
      send(frame("ack").put("id", id).put("seq", seq));
    }

    void error(String code, String message, String id) {
      send(frame("error").put("code", code).put("message", message).put("id", id));
    }

    void refuse(String code, String message) {
      send(frame("error").put("code", code).put("message", message));
      socket.close((short) 4002);
    }

    void close(int code) {
      socket.close((short) code, "on its way");
    }

    static JsonObject frame(String type) {
      return new JsonObject().put("type", type);
    }
  }
}
